import type { MetricPoint } from '../telemetry';
import { instanceFactsOfMetric } from './instance-fact';
import { type Counted, countOfMetric, type PlatformCount } from './metric-facts';

/** The counts whose sum is the number of all executions: failures and cold starts are included in them. */
const COUNTED: ReadonlySet<Counted> = new Set<Counted>([
  'executions',
  'successes',
  'errors',
  'timeouts',
  'throttles',
]);

/**
 * This point as a count of executions or throttles, or null. A point with the time of receipt would count again at each retry, and
 * one without a function's name belongs to none.
 */
export function usedCountOf(point: MetricPoint): PlatformCount | null {
  if (point.timeIsReceipt === true) return null;
  const count = countOfMetric(point);
  return count !== null && count.origin.name !== '' && COUNTED.has(count.counted) ? count : null;
}

/** Whether the point completes an invocation or counts executions; all others are accepted and ignored. */
export function isUsedMetric(point: MetricPoint): boolean {
  return usedCountOf(point) !== null || instanceFactsOfMetric(point).length > 0;
}
