import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { FaaslensError } from '@/core/errors';
import { findSharedKey, readShared, type SharedKey, type SharedSettings } from '@/core/settings/shared';
import type { Bulletin } from '@/core/store/bulletin';
import { logSeldom } from '../log-seldom';

const EVERY_MS = 1_000;
/** How often the owner is told which keys were used. */
const TELL_USES_MS = 60_000;
/** After this long without word from the owner of the settings, a collector logs a warning. */
const QUIET_MS = 60_000;
/** How long a collector goes on without word: a key revoked in the meantime must not stay valid for ever. */
export const MOST_SILENCE_MS = 24 * 60 * 60_000;

export interface FollowOptions {
  readonly bulletin: Bulletin;
  /** Called in turn when the users' settings have changed. */
  readonly onChange: readonly ((settings: SharedSettings) => void)[];
  readonly log: Logger;
  readonly everyMs?: number;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

export interface FollowedSettings {
  /** @throws FaaslensError `unavailable` when the owner was never heard from, or not for more than `MOST_SILENCE_MS`. */
  requireWord(): void;
  /** The valid key with this secret, or null; rejects as `requireWord` throws. */
  findKey(secret: string): Promise<SharedKey | null>;
  /** Whether `requireWord` would not throw: a collector that refuses everything is not ready. */
  hasWord(): boolean;
  /** Milliseconds since the owner was last heard from; null if never. */
  silentForMs(): number | null;
  /** One request had `records` records rejected; the owner of the settings learns of it within seconds. */
  noteRejected(records: number): void;
  stop(): Promise<void>;
}

/** Follows what the owner of the settings publishes; no request waits for it. */
export function followSettings({
  bulletin,
  onChange,
  log,
  everyMs = EVERY_MS,
  now = Date.now,
}: FollowOptions): FollowedSettings {
  const ending = new AbortController();
  const seldom = logSeldom(log, now);
  let version = 0;
  let text = '';
  let keys: ReadonlyMap<string, SharedKey> = new Map();
  /** Uses since the last report. */
  let uses = new Map<string, number>();
  let toldMs = Number.NEGATIVE_INFINITY;
  /** Rejections since the last report. */
  let rejected = 0;

  const tellUses = async () => {
    if (uses.size === 0 || Math.abs(now() - toldMs) < TELL_USES_MS) return;
    const told = uses;
    uses = new Map();
    toldMs = now();
    // A lost report is made up for by the key's next use.
    await bulletin.noteUses([...told]);
  };

  const tellRejected = async () => {
    if (rejected === 0) return;
    const told = rejected;
    await bulletin.noteRejected(told, now());
    rejected -= told;
  };

  const look = async () => {
    const notice = await bulletin.readAfter(version);
    if (notice === null) return;
    if (notice.text !== text) {
      const settings = readShared(notice.text);
      keys = new Map(settings.keys.map((key) => [key.hash, key]));
      for (const tell of onChange) tell(settings);
      text = notice.text;
    }
    version = notice.version;
  };
  const turn = async () => {
    await look();
    await tellUses();
    await tellRejected();
  };
  const silentForMs = () => (version === 0 ? null : Math.max(0, now() - version));
  const turns = (async () => {
    while (!ending.signal.aborted) {
      await turn().catch((error: unknown) =>
        seldom('the settings cannot be read: what was known before stays in use', {
          reason: error instanceof Error ? error.message : String(error),
        }),
      );
      const silence = silentForMs();
      if (silence !== null && silence > QUIET_MS)
        seldom('the owner of the settings is silent: keys that were revoked since are still valid here', {
          silentForMs: silence,
          goesOnUntil: new Date(version + MOST_SILENCE_MS).toISOString(),
        });
      await delay(everyMs, undefined, { signal: ending.signal, ref: false }).catch(() => undefined);
    }
  })();

  const hasWord = () => (silentForMs() ?? Number.POSITIVE_INFINITY) <= MOST_SILENCE_MS;

  const requireWord = () => {
    const silence = silentForMs();
    if (silence === null)
      throw new FaaslensError('unavailable', 'the settings are not known yet: try again in a moment');
    if (!hasWord())
      throw new FaaslensError(
        'unavailable',
        'the settings are not known any more: "faaslens start" must run on the same ClickHouse database',
      );
  };

  return {
    requireWord,
    hasWord,
    async findKey(secret) {
      requireWord();
      const key = findSharedKey(keys, secret, now());
      if (key !== null) uses.set(key.id, now());
      return key;
    },
    silentForMs,
    noteRejected(records) {
      rejected += records;
    },
    async stop() {
      ending.abort();
      await turns;
      await bulletin.close();
    },
  };
}
