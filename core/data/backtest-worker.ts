import { parentPort, workerData } from 'node:worker_threads';
import { evaluations } from '../alerts/backtest/evaluations';
import { localPart } from '../alerts/backtest/part';
import { isFaaslensError } from '../errors';
import { openReader } from '../store/index';
import type { TelemetryReader } from '../store/store';
import { serveCalls } from '../thread/calls';
import { backtestInThreads, type PartHandlers } from './backtest-parts';
import type { BacktestMessage, BacktestWorkerData } from './backtests';

/** A thread for one backtest: reads history and evaluates a rule on it, which would hold up whoever else the thread serves. */
const data: BacktestWorkerData = workerData;
const tell = (message: BacktestMessage) => parentPort?.postMessage(message);
const progress = (done: number) => tell({ progress: done });

async function main(): Promise<void> {
  const { job } = data;
  const reader = await openReader(data);
  // Of a part nobody is told how far it is: who waits for it does as much.
  if (job.kind === 'part') return servePart(localPart(reader, job.input, () => undefined));
  const result = await run(reader, job);
  tell({ result });
  await reader.close();
}

function run(reader: TelemetryReader, job: Exclude<BacktestWorkerData['job'], { kind: 'part' }>) {
  return job.kind === 'backtest'
    ? backtestInThreads(reader, job.input, data, progress)
    : evaluations(reader, job.input, progress);
}

function servePart(part: PartHandlers): void {
  if (parentPort)
    serveCalls(parentPort, {
      replay: () => part.replay(),
      tryNumbers: (numbers) => part.tryNumbers(numbers),
    } satisfies PartHandlers);
}

try {
  await main();
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  tell({ error: { code: isFaaslensError(error) ? error.code : null, message } });
}
