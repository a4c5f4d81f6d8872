import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { PriceChange } from '@/core/model/price-override';

const EVERY_MS = 5_000;

/**
 * Tells the ingest thread of the user's prices: before it returns, and again when they change. A failed look is repeated
 * at the next turn; `stop` ends it.
 */
export async function followPrices({
  list,
  use,
  log,
  everyMs = EVERY_MS,
}: {
  readonly list: () => Promise<readonly PriceChange[]>;
  readonly use: (prices: readonly PriceChange[]) => void;
  readonly log: Pick<Logger, 'warn'>;
  readonly everyMs?: number;
}): Promise<{ stop(): Promise<void> }> {
  const ending = new AbortController();
  let known = '[]';
  const look = async () => {
    try {
      const prices = await list();
      const text = JSON.stringify(prices);
      if (text === known) return;
      use(prices);
      known = text;
    } catch (error) {
      log.warn({ err: error }, 'the prices of the user cannot be read: those known before stay in use');
    }
  };
  await look();
  const turns = (async () => {
    while (!ending.signal.aborted) {
      await delay(everyMs, undefined, { signal: ending.signal, ref: false }).catch(() => undefined);
      if (!ending.signal.aborted) await look();
    }
  })();
  return {
    async stop() {
      ending.abort();
      await turns;
    },
  };
}
