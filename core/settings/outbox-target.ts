import type { Channel as ChannelRow } from '@/prisma/generated/client';
import { isFaaslensError } from '../errors';
import type { ChannelSecrets } from './channel-secrets';

/** A channel as it is sent to, secrets included; never leaves the collector. */
export interface Target {
  readonly name: string;
  readonly type: string;
  /** What it is reached with, or why that cannot be had: the key of secrets is another one, or they were changed. */
  readonly opened: Opened | { readonly problem: string };
  readonly enabled: boolean;
  readonly digestMinutes: number;
  readonly fallbackId: string | null;
  readonly titleTemplate: string;
  readonly textTemplate: string;
}

/** With all secrets. */
export interface Opened {
  /** As its kind stores them. */
  readonly settings: unknown;
  /** The newest first; empty when the kind does not sign. */
  readonly signingSecrets: readonly string[];
}

export async function toTarget(row: ChannelRow, secrets: ChannelSecrets, nowMs: number): Promise<Target> {
  return {
    name: row.name,
    type: row.type,
    opened: await openOrProblem(row, secrets, nowMs),
    enabled: row.enabled,
    digestMinutes: row.digestMinutes,
    fallbackId: row.fallbackId,
    titleTemplate: row.titleTemplate,
    textTemplate: row.textTemplate,
  };
}

async function openOrProblem(
  row: ChannelRow,
  secrets: ChannelSecrets,
  nowMs: number,
): Promise<Target['opened']> {
  const { previousSecret, previousSecretUntil } = row;
  const previousHolds = previousSecretUntil !== null && previousSecretUntil.getTime() > nowMs;
  const signing = [row.secret, previousHolds ? previousSecret : null].filter((secret) => secret !== null);
  try {
    return {
      settings: await secrets.openSettings(row),
      signingSecrets: await Promise.all(signing.map((secret) => secrets.openSigning(row.id, secret))),
    };
  } catch (error) {
    if (!isFaaslensError(error)) throw error;
    return { problem: error.message };
  }
}
