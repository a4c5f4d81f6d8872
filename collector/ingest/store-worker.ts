import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { createPricer } from '@/core/pricing/invocation';
import { openPackedWriter } from '@/core/store/index';
import { serveCalls } from '@/core/thread/calls';
import { createBreaks } from './breaks';
import { checkpointThread } from './checkpoint-thread';
import { createDiskRoom, type Disk } from './disk-room';
import type { StoreHandlers, StoreNews, StoreWorkerData } from './store-thread';

const UNCHECKPOINTED = 'the write-ahead log could not be brought into the database file; it is tried again';

/** The store thread: prices and commits what the ingest thread decoded, and keeps the store tidy. */
async function main(): Promise<void> {
  const port = parentPort;
  if (!port) throw new Error('this file runs as a worker thread');
  const { databaseFile, checkpointFile, prices, limits, keep } = workerData as StoreWorkerData;
  let price = createPricer(prices);
  const writer = await openPackedWriter(
    { databaseFile },
    {
      price: (invocation) => price(invocation),
      limits,
      elapsed: () => performance.now(),
      checkpointer: checkpointThread(checkpointFile, databaseFile),
      onCheckpointFailed: (error) =>
        port.postMessage({ trouble: UNCHECKPOINTED, reason: textOf(error) } satisfies StoreNews),
    },
  );
  writer.keep(keep);
  const { inTurn, whenRested } = createBreaks({ now: () => performance.now(), wait: (ms) => wait(ms) });
  const demandRoom = createDiskRoom(
    () => diskOf(databaseFile),
    () => performance.now(),
  );
  serveCalls(port, {
    open: () => writer.keptSinceNs(),
    async write(batch) {
      demandRoom();
      // Unpacked before its turn: this uses a break's time, and gives others a break.
      const result = await inTurn(writer.unpack(batch));
      return { result, keptSinceNs: writer.keptSinceNs() };
    },
    async tidy(budgetMs) {
      const done = await whenRested(async () => {
        const start = performance.now();
        const isDue = await writer.tidy(budgetMs);
        return { isDue, workedMs: performance.now() - start };
      });
      return {
        ...(done ?? { isDue: true, workedMs: 0 }),
        backlog: writer.backlog(),
        keptSinceNs: writer.keptSinceNs(),
      };
    },
    keep: (policy) => writer.keep(policy),
    usePrices(changed) {
      price = createPricer(changed);
    },
    async close() {
      await inTurn(() => writer.close());
      // After the answer is sent.
      setImmediate(() => port.close());
    },
  } satisfies StoreHandlers);
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function diskOf(file: string): Disk | null {
  try {
    return statfsSync(dirname(file));
  } catch {
    return null;
  }
}

await main();
