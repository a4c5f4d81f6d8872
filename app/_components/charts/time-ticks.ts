import { DAY_MS, HOUR_MS, MINUTE_MS } from '@/core/model/time-range';

const DISTANCES = [
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE_MS),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR_MS),
  ...[1, 2, 7, 14, 30].map((days) => days * DAY_MS),
];

/**
 * Which of the steps get a label: those on round times of the reader's clock, at most `maxTicks`, oldest first.
 * `offsetMs` is the zone's distance to UTC (+1 h east of Greenwich). Few unaligned steps are all labelled.
 */
export function timeTicks(times: readonly number[], maxTicks: number, offsetMs: number): number[] {
  if (times.length <= maxTicks) return [...times];
  for (const distance of DISTANCES) {
    const round = times.filter((time) => (time + offsetMs) % distance === 0);
    if (round.length > 0 && round.length <= maxTicks) return round;
  }
  const every = Math.ceil(times.length / maxTicks);
  return times.filter((_, index) => index % every === 0);
}
