import { dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { KeepPolicy } from '@/core/model/keeping/policy';
import type { PriceChange } from '@/core/model/price-override';
import type { TelemetryBatch } from '@/core/model/telemetry';
import { createBatchPacker, movable, type PackedBatch } from '@/core/store/packing';
import type { StorePlace } from '@/core/store/place';
import type { RetentionLimits } from '@/core/store/retention';
import type { TelemetryWriter, WriteResult } from '@/core/store/store';
import { connectCalls } from '@/core/thread/calls';

/** What the store thread is started with. */
export interface StoreData extends StorePlace {
  readonly prices: readonly PriceChange[];
  readonly limits: RetentionLimits;
  readonly keep: KeepPolicy;
  /** `WriterOptions.deletes` */
  readonly deletes: boolean;
}

export interface StoreWorkerData extends StoreData {
  /** The built `checkpoint-worker.ts`. */
  readonly checkpointFile: string;
}

/** What the thread reports unasked: what failed and is being retried, and why. */
export interface StoreNews {
  readonly trouble: string;
  readonly reason: string;
}

/** The calls that it answers. `keptSinceNs` as in `TelemetryWriter`. */
export type StoreHandlers = {
  /** Resolves when the store is open. */
  readonly open: () => bigint;
  readonly write: (
    batch: PackedBatch,
  ) => Promise<{ readonly result: WriteResult; readonly keptSinceNs: bigint }>;
  /** `workedMs`: without the time spent waiting for its turn; 0 when it was refused because a break was due. */
  readonly tidy: (budgetMs: number) => Promise<{
    readonly isDue: boolean;
    readonly workedMs: number;
    readonly backlog: number;
    readonly keptSinceNs: bigint;
  }>;
  readonly keep: (policy: KeepPolicy) => void;
  readonly usePrices: (prices: readonly PriceChange[]) => void;
  readonly close: () => Promise<void>;
};

export interface StoreThread {
  readonly writer: TelemetryWriter & {
    /** How long the last `tidy` worked; missing where it never waits for its turn. */
    readonly tidiedMs?: () => number;
  };
  usePrices(prices: readonly PriceChange[]): void;
}

/** Fits the garbage of one group of invocations, which is copied twice if it outlives this; half would save no memory. */
const MAX_YOUNG_MB = 24;
const MAX_HEAP_MB = 1_000;

/**
 * Starts the store thread, and encodes batches for it, so that one group is decoded and encoded while the previous one is
 * committed. If it dies, so does this thread, and both are restarted. `onNews` receives what it reports unasked.
 * @throws what opening the store throws
 */
export async function startStoreThread(
  storeFile: string,
  data: StoreData,
  onNews: (news: StoreNews) => void,
): Promise<StoreThread> {
  const checkpointFile = join(dirname(storeFile), 'checkpoint-worker.js');
  const worker = new Worker(storeFile, {
    workerData: { ...data, checkpointFile } satisfies StoreWorkerData,
    resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB, maxYoungGenerationSizeMb: MAX_YOUNG_MB },
  });
  let closing = false;
  // Deliberately uncaught: it ends this thread, and the collector logs it.
  worker.on('error', (error) => {
    throw error;
  });
  worker.once('exit', (code) => {
    if (!closing) process.exit(code === 0 ? 1 : code);
  });
  worker.on('message', (message: object) => {
    if ('trouble' in message) onNews(message as StoreNews);
  });
  let memory: ArrayBuffer[] = [];
  const calls = connectCalls<StoreHandlers>(worker, () => memory);
  const pack = createBatchPacker();
  let keptSinceNs = await calls.open();
  let tidiedMs = 0;
  let backlog = 0;
  const send = (received: TelemetryBatch) => {
    const packed = movable(pack(received));
    memory = packed.memory;
    const answer = calls.write(packed.batch);
    memory = [];
    return answer;
  };
  const written = async (answer: ReturnType<typeof send>): Promise<WriteResult> => {
    const { result, keptSinceNs: since } = await answer;
    keptSinceNs = since;
    return result;
  };

  return {
    writer: {
      // While waiting for the answer, no batch is retained.
      write: (received) => written(send(received)),
      async tidy(budgetMs) {
        const done = await calls.tidy(budgetMs);
        keptSinceNs = done.keptSinceNs;
        tidiedMs = done.workedMs;
        backlog = done.backlog;
        return done.isDue;
      },
      backlog: () => backlog,
      tidiedMs: () => tidiedMs,
      keep: (policy) => void calls.keep(policy),
      keptSinceNs: () => keptSinceNs,
      async close() {
        closing = true;
        await calls.close();
      },
    },
    usePrices: (prices) => void calls.usePrices(prices),
  };
}
