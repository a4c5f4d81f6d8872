import { parentPort, workerData } from 'node:worker_threads';
import { type Evaluator, localEvaluator } from '@/core/alerts/round';
import { openReader } from '@/core/store/index';
import type { StorePlace } from '@/core/store/place';
import type { TelemetryReader } from '@/core/store/store';
import { serveCalls } from '@/core/thread/calls';

/** What the thread of the alert rules offers to the background thread. */
export type AlertWorkerHandlers = { readonly [Name in keyof Evaluator]: Evaluator[Name] } & Pick<
  TelemetryReader,
  'environments'
>;

/** Reads figures and evaluates alert rules in a thread: with many rules that takes seconds, in which keys must still be found. */
async function main(): Promise<void> {
  if (!parentPort) throw new Error('this file runs as a worker thread');
  const place: StorePlace = workerData;
  const reader = await openReader(place);
  const evaluator = localEvaluator(reader);
  const handlers: AlertWorkerHandlers = {
    evaluate: (input) => evaluator.evaluate(input),
    examples: (range, functionId, version) => evaluator.examples(range, functionId, version),
    environments: () => reader.environments(),
  };
  serveCalls(parentPort, handlers);
}

await main();
