import type { Channel as ChannelRow } from '@/prisma/generated/client';
import type { ChannelSecrets } from './channel-secrets';

/** A channel as it is sent to, secrets included; never leaves the collector. */
export interface Target {
  readonly name: string;
  readonly type: string;
  /** As its kind stores them. */
  readonly settings: unknown;
  /** The newest first; empty when the kind does not sign. */
  readonly signingSecrets: readonly string[];
  readonly enabled: boolean;
  readonly digestMinutes: number;
  readonly fallbackId: string | null;
  readonly titleTemplate: string;
  readonly textTemplate: string;
}

export async function toTarget(row: ChannelRow, secrets: ChannelSecrets, nowMs: number): Promise<Target> {
  const { previousSecret, previousSecretUntil } = row;
  const previousHolds = previousSecretUntil !== null && previousSecretUntil.getTime() > nowMs;
  const signing = [row.secret, previousHolds ? previousSecret : null].filter((secret) => secret !== null);
  return {
    name: row.name,
    type: row.type,
    settings: await secrets.openSettings(row),
    signingSecrets: await Promise.all(signing.map((secret) => secrets.openSigning(row.id, secret))),
    enabled: row.enabled,
    digestMinutes: row.digestMinutes,
    fallbackId: row.fallbackId,
    titleTemplate: row.titleTemplate,
    textTemplate: row.textTemplate,
  };
}
