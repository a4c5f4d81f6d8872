import { Worker } from 'node:worker_threads';
import type { BacktestInput, BacktestResult, Progress } from '../alerts/backtest/backtest';
import { FaaslensError, type FaaslensErrorCode } from '../errors';

export interface BacktestWorkerData {
  readonly databaseFile: string;
  readonly input: BacktestInput;
}

/** What the thread tells: shares from 0 to 1, at last its result or what went wrong. */
export type BacktestMessage =
  | { readonly progress: number }
  | { readonly result: BacktestResult }
  | { readonly error: { readonly code: FaaslensErrorCode | null; readonly message: string } };

export interface Backtests {
  /**
   * Runs a backtest in a thread of its own, which ends with it. Aborting the signal ends both at once.
   * @throws FaaslensError `overloaded` while two others run, `unavailable` when it is cancelled
   */
  backtest(
    input: BacktestInput,
    options: { readonly signal: AbortSignal; readonly progress: Progress },
  ): Promise<BacktestResult>;
  close(): Promise<void>;
}

const AT_ONCE = 2;

export function openBacktests({ file, databaseFile }: { file: string; databaseFile: string }): Backtests {
  const running = new Set<Worker>();
  return {
    backtest(input, { signal, progress }) {
      return new Promise((resolve, reject) => {
        if (running.size >= AT_ONCE) {
          reject(new FaaslensError('overloaded', 'two backtests are running already: try again in a moment'));
          return;
        }
        const worker = new Worker(file, { workerData: { databaseFile, input } satisfies BacktestWorkerData });
        running.add(worker);
        const cancel = () => void worker.terminate();
        signal.addEventListener('abort', cancel, { once: true });
        if (signal.aborted) cancel();
        worker.on('message', (message: BacktestMessage) => {
          if ('progress' in message) progress(message.progress);
          else if ('result' in message) resolve(message.result);
          else reject(toError(message.error));
        });
        worker.once('error', reject);
        worker.once('exit', () => {
          running.delete(worker);
          signal.removeEventListener('abort', cancel);
          reject(new FaaslensError('unavailable', 'the backtest was cancelled'));
        });
      });
    },
    async close() {
      await Promise.all([...running].map((worker) => worker.terminate()));
    },
  };
}

function toError({ code, message }: { code: FaaslensErrorCode | null; message: string }): Error {
  return code === null ? new Error(message) : new FaaslensError(code, message);
}
