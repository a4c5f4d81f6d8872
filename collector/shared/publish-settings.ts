import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { MINUTE_MS } from '@/core/model/time-range';
import type { SharedSettings } from '@/core/settings/shared';
import type { Bulletin, KeyUses } from '@/core/store/bulletin';
import { LATELY_MINUTES } from '../background/self-figures';
import { logSeldom } from '../log-seldom';

const EVERY_MS = 1_000;
/** Unchanged settings are published again, so that collectors know that their owner is alive. */
const REPEAT_MS = 10_000;

export interface PublishOptions {
  readonly bulletin: Bulletin;
  readonly read: () => Promise<SharedSettings>;
  /** Called regularly with the times at which collectors last accepted keys. */
  readonly onUses: (uses: KeyUses) => Promise<void>;
  /** Called every ten seconds with the number of records that collectors rejected in the last minutes. */
  readonly onRejected: (records: number) => Promise<void>;
  readonly log: Logger;
  readonly everyMs?: number;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

/** Publishes the users' settings to collectors on other machines: within a second of each change, and regularly. */
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
    // The version that a previous process published.
    last ??= (await bulletin.readAfter(0))?.version ?? 0;
    // Not decided by the version, which stays ahead of the clock after that was set back.
    if (text === known && Math.abs(now() - toldAt) < REPEAT_MS) return;
    // Always greater than the last one, even if the clock was set back.
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
