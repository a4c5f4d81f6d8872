import { z } from 'zod';
import type { KeepPolicy } from '../model/keeping/policy';
import type { PriceOverride } from '../model/price-override';
import type { RedactionSettings } from '../model/redaction/rule';
import type { Key, KeyScope } from './key-settings';
import { hashSecret, looksLikeKey } from './secrets';

/** A key as collectors without the settings know it: its hash, and what it may do. */
export interface SharedKey extends Pick<Key, 'id' | 'scope' | 'environment'> {
  /** `hashSecret` of its secret. */
  readonly hash: string;
  /** Milliseconds since the epoch; null: until it is revoked. */
  readonly expiresAt: number | null;
}

/** What collectors need of the settings. It holds no secret that lets anyone in. */
export interface SharedSettings {
  /** Those that are not revoked. */
  readonly keys: readonly SharedKey[];
  readonly prices: readonly PriceOverride[];
  readonly redaction: RedactionSettings;
  readonly keep: KeepPolicy;
}

const SCOPES = ['ingest', 'read', 'admin'] as const satisfies readonly KeyScope[];

/** Only keys decide who comes in, so only they are looked at closely; the rest is as the owner wrote it. */
const schema = z.object({
  keys: z.array(
    z.object({
      id: z.string(),
      scope: z.enum(SCOPES),
      environment: z.string().nullable(),
      hash: z.string().length(64),
      expiresAt: z.number().nullable(),
    }),
  ),
  prices: z.array(z.custom<PriceOverride>(isObject)),
  redaction: z.custom<RedactionSettings>(isObject),
  keep: z.custom<KeepPolicy>(isObject),
});

/** @throws Error for a text that is no such settings */
export function readShared(text: string): SharedSettings {
  return schema.parse(JSON.parse(text));
}

/** The valid key with this secret, or null. */
export function findSharedKey(
  keys: ReadonlyMap<string, SharedKey>,
  secret: string,
  nowMs: number,
): SharedKey | null {
  if (!looksLikeKey(secret)) return null;
  const key = keys.get(hashSecret(secret));
  return key !== undefined && (key.expiresAt === null || key.expiresAt > nowMs) ? key : null;
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}
