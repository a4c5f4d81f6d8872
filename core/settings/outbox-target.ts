import type { Channel as ChannelRow } from '@/prisma/generated/client';

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

export function toTarget(row: ChannelRow, nowMs: number): Target {
  const { previousSecret, previousSecretUntil } = row;
  const previousHolds = previousSecretUntil !== null && previousSecretUntil.getTime() > nowMs;
  return {
    name: row.name,
    type: row.type,
    settings: JSON.parse(row.settings),
    signingSecrets: [row.secret, previousHolds ? previousSecret : null].filter((secret) => secret !== null),
    enabled: row.enabled,
    digestMinutes: row.digestMinutes,
    fallbackId: row.fallbackId,
    titleTemplate: row.titleTemplate,
    textTemplate: row.textTemplate,
  };
}
