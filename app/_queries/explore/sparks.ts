import type { TimeRange } from '@/core/model/time-range';
import { services } from '../door';

export interface Spark {
  readonly invocations: readonly number[];
  readonly errors: readonly number[];
}

/** Counts per step, by function id; functions without invocations are absent. */
export async function getSparks(query: {
  readonly range: TimeRange;
  readonly stepMs: number;
  readonly functionIds: readonly string[];
}): Promise<ReadonlyMap<string, Spark>> {
  const { reader } = await services();
  const series = await reader.functionSeries(query);
  return new Map(series.map(({ functionId, ...counts }) => [functionId, counts]));
}
