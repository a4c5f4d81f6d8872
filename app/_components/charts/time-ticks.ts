import { DAY_MS, HOUR_MS, MINUTE_MS } from '@/core/model/time-range';

const DISTANCES = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * 1000),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE_MS),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR_MS),
  ...[1, 2, 7, 14, 30].map((days) => days * DAY_MS),
];

/**
 * Which of the steps get a label: those at round times of the reader's clock, or else the first ones of its days, at most
 * `maxTicks`, oldest first. `offsetOf` gives the zone's offset from UTC at a time (+1 h east of Greenwich), which may change
 * within the range. If there are few steps and none is aligned, all are labelled.
 */
export function timeTicks(
  times: readonly number[],
  maxTicks: number,
  offsetOf: (time: number) => number,
): number[] {
  if (times.length <= maxTicks) return [...times];
  const walls = times.map((time) => time + offsetOf(time));
  for (const distance of DISTANCES) {
    const round = times.filter((_, index) => isRound(walls, index, distance));
    if (round.length > 0 && round.length <= maxTicks) return round;
  }
  const every = Math.ceil(times.length / maxTicks);
  return times.filter((_, index) => index % every === 0);
}

/** Steps of several hours may skip midnight: where clocks change, or the offset is no multiple of a step. */
function isRound(walls: readonly number[], index: number, distance: number): boolean {
  const wall = walls[index] ?? 0;
  if (wall % distance === 0) return true;
  const before = walls[index - 1];
  return distance >= DAY_MS && before !== undefined && dayOf(before, distance) < dayOf(wall, distance);
}

function dayOf(wall: number, distance: number): number {
  return Math.floor(wall / distance);
}
