import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import {
  type BacktestInput,
  type BacktestResult,
  backtest,
  backtestInParts,
} from '../alerts/backtest/backtest';
import { divide } from '../alerts/backtest/divide';
import { localPart, type PartWorker } from '../alerts/backtest/part';
import type { Part, Progress } from '../alerts/backtest/replay';
import type { TelemetryReader } from '../store/store';
import { connectCalls } from '../thread/calls';
import type { BacktestWorkerData } from './backtests';

/** What a thread offers that does a part of a backtest. */
export type PartHandlers = { readonly [Name in keyof PartWorker]: PartWorker[Name] };

/** Two backtests may run at once, beside whoever takes telemetry in. */
const MOST_THREADS = 2;

/** A backtest in the calling thread, which shares a long one with another that it starts where there is a processor for it. */
export async function backtestInThreads(
  reader: TelemetryReader,
  input: BacktestInput,
  data: BacktestWorkerData,
  progress: Progress,
): Promise<BacktestResult> {
  const [own, ...others] = await divide(reader, input, Math.min(MOST_THREADS, availableParallelism()));
  if (others.length === 0) return backtest(reader, input, progress);
  const threads = others.map((part) => startPart(data, input, part));
  try {
    // The others first: this thread hears and says nothing more until its own part is done.
    return await backtestInParts(input, [
      ...threads.map(({ calls }) => calls),
      localPart(reader, { ...input, part: own }, progress),
    ]);
  } finally {
    for (const { worker } of threads) void worker.terminate();
  }
}

function startPart(data: BacktestWorkerData, { rule, others, range }: BacktestInput, part: Part) {
  const job = { kind: 'part', input: { rule, others, range, part } } as const;
  const worker = new Worker(data.file, { workerData: { ...data, job } satisfies BacktestWorkerData });
  // Whoever waits for its answer is told that it ended.
  worker.on('error', () => {});
  return { worker, calls: connectCalls<PartHandlers>(worker) };
}
