import { Worker } from 'node:worker_threads';
import type { Checkpointer } from '@/core/store/index';
import { connectCalls, type Remote } from '@/core/thread/calls';
import type { CheckpointHandlers } from './checkpoint-worker';

/** The thread does next to nothing in JavaScript. */
const YOUNG_MB = 1;
const HEAP_MB = 32;

interface Running {
  readonly worker: Worker;
  readonly calls: Remote<CheckpointHandlers>;
  /** The error that ended it. */
  failure: Error | null;
}

/**
 * A checkpointer in a separate thread, so that its waiting for the disk delays nothing else; `file` is the built
 * `checkpoint-worker.ts`. Started by the first pass, and again by the first pass after it died.
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
      // A thread that died has nothing to close.
      await running?.calls.close().catch(() => undefined);
    },
  };
}
