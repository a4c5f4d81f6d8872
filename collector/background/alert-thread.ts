import { Worker } from 'node:worker_threads';
import type { Evaluator } from '@/core/alerts/round';
import type { StorePlace } from '@/core/store/place';
import { connectCalls, type Remote } from '@/core/thread/calls';
import type { AlertWorkerHandlers } from './alert-worker';

const YOUNG_MB = 4;

/** An evaluator in a separate thread. */
export interface AlertThread extends Evaluator {
  /** The environments as the store reports them. */
  environments(): Promise<readonly string[]>;
  stop(): Promise<void>;
}

interface Running {
  readonly worker: Worker;
  readonly calls: Remote<AlertWorkerHandlers>;
}

/**
 * Starts the thread at the first call, and restarts it at the first call after it died. The call during which it died rejects;
 * rules that were not evaluated are due again in the next round.
 */
export function alertThread(file: string, place: StorePlace, warn: (err: Error) => void): AlertThread {
  let running: Running | null = null;

  function started(): Running {
    if (running !== null) return running;
    const worker = new Worker(file, {
      workerData: place,
      // Idle except for a moment each minute: a small young generation keeps its memory small.
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
