import { Worker } from 'node:worker_threads';
import type { Checkpointer } from '@/core/store/index';
import { connectCalls, type Remote } from '@/core/thread/calls';
import type { CheckpointHandlers } from './checkpoint-worker';

/** It does next to nothing in JavaScript. */
const YOUNG_MB = 1;
const HEAP_MB = 32;

interface Running {
  readonly worker: Worker;
  readonly calls: Remote<CheckpointHandlers>;
  /** What it died of. */
  failure: Error | null;
}

/**
 * A checkpointer in a thread of its own, `file` being the built one of `checkpoint-worker.ts`: what waits for the disk there
 * holds up nobody. It is started at its first pass, and again at the first one after it has died.
 */
export function checkpointThread(file: string, databaseFile: string): Checkpointer {
  let running: Running | null = null;

  function started(): Running {
    if (running !== null) return running;
    const worker = new Worker(file, {
      workerData: databaseFile,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB, maxOldGenerationSizeMb: HEAP_MB },
    });
    const own: Running = { worker, calls: connectCalls<CheckpointHandlers>(worker), failure: null };
    worker.once('error', (error) => {
      own.failure = error;
    });
    worker.once('exit', () => {
      if (running === own) running = null;
    });
    running = own;
    return own;
  }

  return {
    async pass() {
      const own = started();
      try {
        await own.calls.pass();
      } catch (error) {
        throw own.failure ?? error;
      }
    },
    async close() {
      // One that has died has nothing to close.
      await running?.calls.close().catch(() => undefined);
    },
  };
}
