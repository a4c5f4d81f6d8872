import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { MINUTE_MS } from '@/core/model/time-range';
import type { SharedSettings } from '@/core/settings/shared';
import type { Bulletin, KeyUses } from '@/core/store/bulletin';
import { LATELY_MINUTES } from '../background/self-figures';
import { logSeldom } from '../log-seldom';

const EVERY_MS = 1_000;
/** What did not change is told again, so that collectors know that they are still spoken to. */
const REPEAT_MS = 10_000;

export interface PublishOptions {
  readonly bulletin: Bulletin;
  readonly read: () => Promise<SharedSettings>;
  /** Told, now and then, when collectors last let keys in. */
  readonly onUses: (uses: KeyUses) => Promise<void>;
  /** Told, every ten seconds, how many records collectors refused in the last minutes. */
  readonly onRejected: (records: number) => Promise<void>;
  readonly log: Logger;
  readonly everyMs?: number;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

/** Tells collectors on other machines what users set: within a second of each change, and again now and then. */
export function publishSettings({
  bulletin,
  read,
  onUses,
  onRejected,
  log,
  everyMs = EVERY_MS,
  now = Date.now,
}: PublishOptions): { stop(): Promise<void> } {
  const ending = new AbortController();
  const seldom = logSeldom(log, now);
  let known = '';
  let last: number | null = null;
  let toldAt = Number.NEGATIVE_INFINITY;

  const look = async () => {
    const text = JSON.stringify(await read());
    // Of a process before this one.
    last ??= (await bulletin.readAfter(0))?.version ?? 0;
    // Not by the version, which stays ahead for as long as the clock was set back.
    if (text === known && Math.abs(now() - toldAt) < REPEAT_MS) return;
    // Greater than the last one although the clock may have been set back.
    last = Math.max(now(), last + 1);
    await bulletin.publish({ text, version: last });
    known = text;
    toldAt = now();
    await onUses(await bulletin.uses());
    await onRejected(await bulletin.rejected(now() - LATELY_MINUTES * MINUTE_MS));
  };
  const turns = (async () => {
    while (!ending.signal.aborted) {
      await look().catch((error: unknown) =>
        seldom('collectors cannot be told of the settings', {
          reason: error instanceof Error ? error.message : String(error),
        }),
      );
      await delay(everyMs, undefined, { signal: ending.signal, ref: false }).catch(() => undefined);
    }
  })();
  return {
    async stop() {
      ending.abort();
      await turns;
      await bulletin.close();
    },
  };
}
