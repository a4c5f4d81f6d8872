import { FigureSums, rowsToSum } from '@/core/alerts/figures/window-figures';
import type { DependencyTotalsView } from '@/core/model/map/map-views';
import { toWholeMinutes } from '@/core/model/time-range';
import { services } from '../door';
import { toRange } from '../inputs/fields';
import { type DependenciesInput, dependenciesSchema } from '../inputs/map';
import { parseInput } from '../inputs/parse';

/** What all calls of a range come to, of whole minutes: the figures that alert rules watch. */
export async function getDependencyTotals(input: DependenciesInput): Promise<DependencyTotalsView> {
  const { reader, now } = await services();
  const { from, to, functionId, limit: _, ...query } = parseInput(dependenciesSchema, input);
  const rows = await reader.dependencyFigures({
    ...query,
    range: toWholeMinutes(toRange({ from, to }, now())),
    ...(functionId === undefined ? {} : { functionIds: [functionId] }),
    durations: true,
    perMinute: false,
  });
  const sums = new FigureSums();
  const toSum = rowsToSum(rows);
  for (let index = 0; index < rows.group.length; index += 1) sums.add(toSum, index);
  const { calls, failedCalls } = sums.counts;
  const percentile = (q: number) => sums.durationMs(q) ?? 0;
  return {
    calls,
    errors: failedCalls,
    durationMs: calls === 0 ? null : { p50: percentile(0.5), p95: percentile(0.95), p99: percentile(0.99) },
  };
}
