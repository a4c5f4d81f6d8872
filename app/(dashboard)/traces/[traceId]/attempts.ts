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
  const starts = new Map<string, number[]>();
  for (const { requestKey, startTime } of invocations) {
    if (requestKey === null) continue;
    starts.set(requestKey, [...(starts.get(requestKey) ?? []), Date.parse(startTime)]);
  }
  return [...starts].flatMap(([requestKey, times]) => {
    if (times.length < 2) return [];
    const minute = (ms: number) => new Date(Math.floor(ms / MINUTE_MS) * MINUTE_MS).toISOString();
    const [from, to] = [minute(Math.min(...times)), minute(Math.max(...times) + MINUTE_MS)];
    return [{ requestKey, count: times.length, from, to }];
  });
}
