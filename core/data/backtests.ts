import { availableParallelism } from 'node:os';
import { MessageChannel, type MessagePort, type Worker } from 'node:worker_threads';
import type { BacktestInput, BacktestResult } from '../alerts/backtest/backtest';
import type { EvaluationsResult } from '../alerts/backtest/evaluations';
import type { Progress, ReplayInput } from '../alerts/backtest/replay';
import { FaaslensError, type FaaslensErrorCode } from '../errors';
import { DAY_MS } from '../model/time-range';
import type { StorePlace } from '../store/place';
import { openBacktestThreads } from './backtest-threads';

/** A job for a thread. */
export type BacktestJob =
  | { readonly kind: 'backtest'; readonly input: BacktestInput }
  | { readonly kind: 'evaluations'; readonly input: ReplayInput };

/** A message to a thread: a job, possibly with the port of a helper; or the port through which another asks for help. */
export type BacktestOrder =
  | { readonly job: BacktestJob; readonly helper: MessagePort | null }
  | { readonly helps: MessagePort };

/** A message from the thread with the job: progress from 0 to 1, finally the result or the failure. */
export type BacktestMessage =
  | { readonly progress: number }
  | { readonly result: BacktestResult | EvaluationsResult }
  | { readonly error: { readonly code: FaaslensErrorCode | null; readonly message: string } };

export interface RunOptions {
  readonly signal: AbortSignal;
  readonly progress: Progress;
}

/** Each job runs in a thread that does nothing else meanwhile, or in two; aborting the signal ends it at once. */
export interface Backtests {
  /** Starts threads for a backtest that is expected soon: they wait as long as threads that have done one. */
  prepareBacktest(): void;
  /** @throws FaaslensError `overloaded` while two others run, `unavailable` when it is cancelled */
  backtest(input: BacktestInput, options: RunOptions): Promise<BacktestResult>;
  /** @throws as `backtest` */
  evaluations(input: ReplayInput, options: RunOptions): Promise<EvaluationsResult>;
  close(): Promise<void>;
}

export interface BacktestsOptions extends StorePlace {
  /** Built file of the threads. */
  readonly file: string;
  /** How long an idle thread is kept; a minute by default. */
  readonly keptMs?: number;
}

const AT_ONCE = 2;

export function openBacktests({ file, keptMs, ...place }: BacktestsOptions): Backtests {
  const threads = openBacktestThreads({ file, place, ...(keptMs !== undefined && { keptMs }) });
  let running = 0;

  /** The kind of a job determines the type of its result. */
  function run<Result>(job: BacktestJob, { signal, progress }: RunOptions): Promise<Result> {
    if (signal.aborted) return Promise.reject(cancelled());
    if (running >= AT_ONCE) return Promise.reject(tooMany());
    running += 1;
    // Both start at once, because only the first can find out whether there is work for two.
    const lead = threads.take();
    const helper = mayBeShared(job) ? threads.take() : null;
    const taken = helper === null ? [lead] : [lead, helper];
    return new Promise((resolve, reject) => {
      const hear = (message: BacktestMessage) => {
        if ('progress' in message) progress(message.progress);
        else if ('result' in message) succeed(message.result as Result);
        else fail(toError(message.error));
      };
      const succeed = (result: Result) => {
        leave();
        running -= 1;
        for (const thread of taken) threads.keep(thread);
        resolve(result);
      };
      /** The helper may still be working, so neither thread is kept. */
      const fail = (error: Error) => {
        leave();
        reject(error);
        void Promise.all(taken.map((thread) => thread.terminate())).then(() => {
          running -= 1;
        });
      };
      const stop = () => fail(cancelled());
      const leave = () => {
        signal.removeEventListener('abort', stop);
        lead.off('message', hear);
        for (const thread of taken) thread.off('error', fail).off('exit', stop);
      };
      signal.addEventListener('abort', stop);
      lead.on('message', hear);
      for (const thread of taken) thread.on('error', fail).on('exit', stop);
      give(job, lead, helper);
    });
  }

  return {
    prepareBacktest: () => threads.prepare(running > 0 ? 0 : availableParallelism() > 1 ? 2 : 1),
    backtest: (input, options) => run({ kind: 'backtest', input }, options),
    evaluations: (input, options) => run({ kind: 'evaluations', input }, options),
    close: threads.close,
  };
}

/** Short backtests finish before another thread has started. */
function mayBeShared({ kind, input: { range } }: BacktestJob): boolean {
  return kind === 'backtest' && range.toMs - range.fromMs >= DAY_MS && availableParallelism() > 1;
}

function give(job: BacktestJob, lead: Worker, helper: Worker | null): void {
  if (helper === null) {
    lead.postMessage({ job, helper } satisfies BacktestOrder);
    return;
  }
  const { port1, port2 } = new MessageChannel();
  helper.postMessage({ helps: port2 } satisfies BacktestOrder, [port2]);
  lead.postMessage({ job, helper: port1 } satisfies BacktestOrder, [port1]);
}

function tooMany(): FaaslensError {
  return new FaaslensError('overloaded', 'two backtests are running already: try again in a moment');
}

function cancelled(): FaaslensError {
  return new FaaslensError('unavailable', 'the backtest was cancelled');
}

function toError({ code, message }: { code: FaaslensErrorCode | null; message: string }): Error {
  return code === null ? new Error(message) : new FaaslensError(code, message);
}
