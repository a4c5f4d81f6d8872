import { MINUTE_MS, type TimeRange } from '../../model/time-range';
import type { GroupReadings } from './recorder';

/** What the readings of a group were, for charts: the value furthest from zero in each step. */
export interface SeriesOfGroup {
  readonly groupKey: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly stepMs: number;
  readonly points: readonly {
    readonly t: number;
    readonly value: number | null;
    readonly limit: number | null;
  }[];
}

const MOST_SERIES = 10;
const MOST_POINTS = 300;

/** Of the group that is asked for, then of those of these episodes, in their order, then of others. */
export function seriesOf(
  groups: ReadonlyMap<string, GroupReadings>,
  { fromMs }: TimeRange,
  focus: string | null,
  episodes: readonly { readonly groupKey: string }[],
): readonly SeriesOfGroup[] {
  const wanted = focus === null ? [] : [focus];
  const keys = new Set([...wanted, ...episodes.map(({ groupKey }) => groupKey), ...groups.keys()]);
  return [...keys].slice(0, MOST_SERIES).flatMap((groupKey) => {
    const readings = groups.get(groupKey);
    if (readings === undefined) return [];
    const perStep = Math.max(1, Math.ceil(readings.value.length / MOST_POINTS));
    const points = pointsOf(readings, perStep, fromMs);
    return { groupKey, labels: readings.group?.labels ?? {}, stepMs: perStep * MINUTE_MS, points };
  });
}

function pointsOf({ value, limit }: GroupReadings, perStep: number, fromMs: number): SeriesOfGroup['points'] {
  const { length } = value;
  return Array.from({ length: Math.ceil(length / perStep) }, (_, step) => {
    let best = Number.NaN;
    let bestLimit = Number.NaN;
    for (let at = step * perStep; at < Math.min(length, (step + 1) * perStep); at += 1) {
      const one = value[at] ?? Number.NaN;
      if (Number.isNaN(one) || Math.abs(one) <= Math.abs(best)) continue;
      best = one;
      bestLimit = limit[at] ?? Number.NaN;
    }
    return { t: fromMs + step * perStep * MINUTE_MS, value: orNull(best), limit: orNull(bestLimit) };
  });
}

function orNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
