import { parentPort, workerData } from 'node:worker_threads';
import { backtest } from '../alerts/backtest/backtest';
import { evaluations } from '../alerts/backtest/evaluations';
import { isFaaslensError } from '../errors';
import { openReader } from '../store/index';
import type { StorePlace } from '../store/place';
import type { BacktestMessage, BacktestOrder } from './backtests';
import { helpWithBacktest, sharedBacktest } from './shared-backtest';

/** Reads history and evaluates a rule on it, one job at a time; in its own thread, because that would block anything else. */
const place: StorePlace = workerData;
const reader = openReader(place);
// The failure is reported with the first job.
reader.catch(() => {});

const tell = (message: BacktestMessage) => parentPort?.postMessage(message);
const progress = (done: number) => tell({ progress: done });

async function run({ job, helper }: Extract<BacktestOrder, { readonly job: unknown }>) {
  if (job.kind === 'evaluations') return evaluations(await reader, job.input, progress);
  return helper === null
    ? backtest(await reader, job.input, progress)
    : sharedBacktest(await reader, job.input, helper, progress);
}

parentPort?.on('message', async (order: BacktestOrder) => {
  if ('helps' in order) return helpWithBacktest(order.helps, reader);
  try {
    tell({ result: await run(order) });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    tell({ error: { code: isFaaslensError(error) ? error.code : null, message } });
  }
});
