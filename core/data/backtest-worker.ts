import { parentPort, workerData } from 'node:worker_threads';
import { backtest } from '../alerts/backtest/backtest';
import { isFaaslensError } from '../errors';
import { openReader } from '../store/index';
import type { BacktestMessage, BacktestWorkerData } from './backtests';

/** A thread for one backtest: reads history and evaluates a rule on it, which would hold up whoever else the thread serves. */
const { databaseFile, input }: BacktestWorkerData = workerData;
const tell = (message: BacktestMessage) => parentPort?.postMessage(message);

try {
  const reader = await openReader({ databaseFile });
  tell({ result: await backtest(reader, input, (progress) => tell({ progress })) });
  await reader.close();
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  tell({ error: { code: isFaaslensError(error) ? error.code : null, message } });
}
