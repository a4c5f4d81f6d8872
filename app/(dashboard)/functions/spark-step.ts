import { DAY_MS, HOUR_MS, MINUTE_MS, type TimeRange } from '@/core/model/time-range';

const STEPS = [1, 5, 15]
  .map((minutes) => minutes * MINUTE_MS)
  .concat([HOUR_MS, 6 * HOUR_MS, DAY_MS, 7 * DAY_MS, 30 * DAY_MS]);
const MOST_BARS = 30;

/** The step of the small charts of a range: few bars, of whole hours or days where the range is long. */
export function sparkStep({ fromMs, toMs }: TimeRange): number {
  return STEPS.find((step) => (toMs - fromMs) / step <= MOST_BARS) ?? 30 * DAY_MS;
}
