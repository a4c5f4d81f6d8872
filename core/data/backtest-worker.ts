import { parentPort, workerData } from 'node:worker_threads';
import { backtest } from '../alerts/backtest/backtest';
import { evaluations } from '../alerts/backtest/evaluations';
import { isFaaslensError } from '../errors';
import { openReader } from '../store/index';
import type { BacktestMessage, BacktestWorkerData } from './backtests';

/** A thread for one backtest: reads history and evaluates a rule on it, which would hold up whoever else the thread serves. */
const { job, ...place }: BacktestWorkerData = workerData;
const tell = (message: BacktestMessage) => parentPort?.postMessage(message);
const progress = (done: number) => tell({ progress: done });

try {
  const reader = await openReader(place);
  const result =
    job.kind === 'backtest'
      ? await backtest(reader, job.input, progress)
      : await evaluations(reader, job.input, progress);
  tell({ result });
  await reader.close();
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  tell({ error: { code: isFaaslensError(error) ? error.code : null, message } });
}
