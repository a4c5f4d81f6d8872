import { Worker } from 'node:worker_threads';
import type { Evaluator } from '@/core/alerts/round';
import type { StorePlace } from '@/core/store/place';
import { connectCalls, type Remote } from '@/core/thread/calls';
import type { AlertWorkerHandlers } from './alert-worker';

const YOUNG_MB = 4;

/** An evaluator in a thread of its own. */
export interface AlertThread extends Evaluator {
  /** As the store answers. */
  environments(): Promise<readonly string[]>;
  stop(): Promise<void>;
}

interface Running {
  readonly worker: Worker;
  readonly calls: Remote<AlertWorkerHandlers>;
}

/**
 * Starts the thread at its first call, and again at the first call after it has died: the call that it died of rejects, and
 * what was not evaluated is due again at the next round.
 */
export function alertThread(file: string, place: StorePlace, warn: (err: Error) => void): AlertThread {
  let running: Running | null = null;

  function started(): Running {
    if (running !== null) return running;
    const worker = new Worker(file, {
      workerData: place,
      // Idle but for a moment each minute: a small nursery keeps its memory small.
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
    });
    const own: Running = { worker, calls: connectCalls<AlertWorkerHandlers>(worker) };
    worker.once('error', warn);
    worker.once('exit', () => {
      if (running === own) running = null;
    });
    running = own;
    return own;
  }

  return {
    evaluate: (input) => started().calls.evaluate(input),
    examples: (range, functionId, version) => started().calls.examples(range, functionId, version),
    environments: () => started().calls.environments(),
    async stop() {
      await running?.worker.terminate();
    },
  };
}
