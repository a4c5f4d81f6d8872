import { groupBy } from '@/core/model/group-by';
import type { InvocationView } from '@/core/model/views';

const MINUTE_MS = 60_000;

/** What was attempted more than once, and the whole minutes in which all the attempts began. */
export interface Attempts {
  readonly requestKey: string;
  readonly count: number;
  readonly from: string;
  readonly to: string;
}

/** Requests with several attempts among the invocations, in their order. */
export function attemptsOf(
  invocations: readonly Pick<InvocationView, 'requestKey' | 'startTime'>[],
): readonly Attempts[] {
  return [...groupBy(invocations, ({ requestKey }) => requestKey)].flatMap(([requestKey, attempts]) => {
    if (requestKey === null || attempts.length < 2) return [];
    const times = attempts.map(({ startTime }) => Date.parse(startTime));
    const minute = (ms: number) => new Date(Math.floor(ms / MINUTE_MS) * MINUTE_MS).toISOString();
    const [from, to] = [minute(Math.min(...times)), minute(Math.max(...times) + MINUTE_MS)];
    return [{ requestKey, count: times.length, from, to }];
  });
}
