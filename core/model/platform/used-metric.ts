import type { MetricPoint } from '../telemetry';
import { instanceFactsOfMetric } from './instance-fact';
import { type Counted, countOfMetric, type PlatformCount } from './metric-facts';

/** What all that ran is the sum of: failures and cold starts are parts of it. */
const COUNTED: ReadonlySet<Counted> = new Set<Counted>([
  'executions',
  'successes',
  'errors',
  'timeouts',
  'throttles',
]);

/**
 * The count of executions or throttles that this point is, or null. A point whose time is that of receipt would be
 * another one whenever it is sent again, and one without a function's name is of none.
 */
export function usedCountOf(point: MetricPoint): PlatformCount | null {
  if (point.timeIsReceipt === true) return null;
  const count = countOfMetric(point);
  return count !== null && count.origin.name !== '' && COUNTED.has(count.counted) ? count : null;
}

/** Whether the point completes an invocation or counts what ran; all others are taken from their sender and ignored. */
export function isUsedMetric(point: MetricPoint): boolean {
  return usedCountOf(point) !== null || instanceFactsOfMetric(point).length > 0;
}
