import { Worker } from 'node:worker_threads';
import type { BacktestInput, BacktestResult } from '../alerts/backtest/backtest';
import type { EvaluationsResult } from '../alerts/backtest/evaluations';
import type { Progress, ReplayInput } from '../alerts/backtest/replay';
import { FaaslensError, type FaaslensErrorCode } from '../errors';
import type { StorePlace } from '../store/place';

/** What a thread is to find out about the past. */
export type BacktestJob =
  | { readonly kind: 'backtest'; readonly input: BacktestInput }
  | { readonly kind: 'evaluations'; readonly input: ReplayInput };

export interface BacktestWorkerData extends StorePlace {
  /** Built file of the thread, which starts another of it for a part of its job. */
  readonly file: string;
  readonly job: BacktestJob | { readonly kind: 'part'; readonly input: ReplayInput };
}

/** What the thread tells: shares from 0 to 1, at last its result or what went wrong. */
export type BacktestMessage =
  | { readonly progress: number }
  | { readonly result: BacktestResult | EvaluationsResult }
  | { readonly error: { readonly code: FaaslensErrorCode | null; readonly message: string } };

export interface RunOptions {
  readonly signal: AbortSignal;
  readonly progress: Progress;
}

/** Each runs in a thread of its own, which ends with it; aborting the signal ends both at once. */
export interface Backtests {
  /** @throws FaaslensError `overloaded` while two others run, `unavailable` when it is cancelled */
  backtest(input: BacktestInput, options: RunOptions): Promise<BacktestResult>;
  /** @throws as `backtest` */
  evaluations(input: ReplayInput, options: RunOptions): Promise<EvaluationsResult>;
  close(): Promise<void>;
}

const AT_ONCE = 2;

export function openBacktests({ file, ...place }: StorePlace & { readonly file: string }): Backtests {
  const running = new Set<Worker>();

  /** What a job is answered with is known by its kind. */
  function run<Result>(job: BacktestJob, { signal, progress }: RunOptions): Promise<Result> {
    return new Promise((resolve, reject) => {
      if (running.size >= AT_ONCE) {
        reject(new FaaslensError('overloaded', 'two backtests are running already: try again in a moment'));
        return;
      }
      const worker = new Worker(file, { workerData: { ...place, file, job } satisfies BacktestWorkerData });
      running.add(worker);
      const cancel = () => void worker.terminate();
      signal.addEventListener('abort', cancel, { once: true });
      if (signal.aborted) cancel();
      worker.on('message', (message: BacktestMessage) => {
        if ('progress' in message) progress(message.progress);
        else if ('result' in message) resolve(message.result as Result);
        else reject(toError(message.error));
      });
      worker.once('error', reject);
      worker.once('exit', () => {
        running.delete(worker);
        signal.removeEventListener('abort', cancel);
        reject(new FaaslensError('unavailable', 'the backtest was cancelled'));
      });
    });
  }

  return {
    backtest: (input, options) => run({ kind: 'backtest', input }, options),
    evaluations: (input, options) => run({ kind: 'evaluations', input }, options),
    async close() {
      await Promise.all([...running].map((worker) => worker.terminate()));
    },
  };
}

function toError({ code, message }: { code: FaaslensErrorCode | null; message: string }): Error {
  return code === null ? new Error(message) : new FaaslensError(code, message);
}
