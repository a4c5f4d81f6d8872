import type { MessagePort } from 'node:worker_threads';
import {
  type BacktestInput,
  type BacktestResult,
  backtest,
  backtestInParts,
} from '../alerts/backtest/backtest';
import { divide } from '../alerts/backtest/divide';
import { localPart, type PartWorker, type ReplayedPart } from '../alerts/backtest/part';
import type { Progress, ReplayInput } from '../alerts/backtest/replay';
import type { TelemetryReader } from '../store/store';
import { connectCalls, serveCalls } from '../thread/calls';

/** The calls with which one thread does a part of another's backtest. */
type HelpHandlers = {
  /** Begins a part, to which the following calls refer. */
  readonly replay: (input: ReplayInput) => Promise<ReplayedPart>;
  readonly tryNumbers: PartWorker['tryNumbers'];
};

/** Runs a backtest in the calling thread, shared with the thread at the port if there is work for two; closes the port. */
export async function sharedBacktest(
  reader: TelemetryReader,
  input: BacktestInput,
  helper: MessagePort,
  progress: Progress,
): Promise<BacktestResult> {
  try {
    const [own, other] = await divide(reader, input, 2);
    if (other === undefined) return await backtest(reader, input, progress);
    // The helper goes first: this thread handles no messages until its own part is done.
    return await backtestInParts(input, [
      remotePart(helper, { ...input, part: other }),
      localPart(reader, { ...input, part: own }, progress),
    ]);
  } finally {
    helper.close();
  }
}

function remotePart(port: MessagePort, { rule, others, range, part }: ReplayInput): PartWorker {
  const calls = connectCalls<HelpHandlers>(port);
  return {
    replay: () => calls.replay({ rule, others, range, ...(part && { part }) }),
    tryNumbers: (numbers) => calls.tryNumbers(numbers),
  };
}

/** Does parts for the thread at the port, until it is closed. */
export function helpWithBacktest(port: MessagePort, reader: Promise<TelemetryReader>): void {
  let part: PartWorker | null = null;
  serveCalls(port, {
    replay: async (input) => {
      // A helper's progress is not reported: the waiting thread has as much to do.
      part = localPart(await reader, input, () => undefined);
      return part.replay();
    },
    tryNumbers: async (numbers) => (part === null ? [] : part.tryNumbers(numbers)),
  } satisfies HelpHandlers);
}
