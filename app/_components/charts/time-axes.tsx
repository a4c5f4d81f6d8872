import { type ReactElement, useMemo } from 'react';
import { formatTick } from '../format/time';
import { zoneOffsetMs } from '../format/wall-time';
import { useZone } from '../zone/zone';
import { type ChartRow, isolatedSteps } from './figure-rows';
import type { SeriesSpec } from './series';
import { timeTicks } from './time-ticks';
import { formatUnit, type Unit } from './units';

const AXIS_TEXT = { fontSize: 11, fill: 'var(--t-fg-subtle)' };
const MOST_TICKS = 6;

/** How the time axis is drawn below rows of one step each, in the reader's zone. */
export function useTimeAxis(rows: readonly ChartRow[], stepMs: number) {
  const zone = useZone();
  const ticks = useMemo(() => {
    const times = rows.map((row) => row.t);
    return timeTicks(times, MOST_TICKS, offsetsOf(times, zone));
  }, [rows, zone]);
  return {
    dataKey: 't',
    ticks,
    interval: 'preserveStart',
    minTickGap: 16,
    tick: AXIS_TEXT,
    tickLine: false,
    tickMargin: 6,
    axisLine: { stroke: 'var(--t-border-strong)' },
    tickFormatter: (time: number) => formatTick(time, rows.length * stepMs, zone),
  } as const;
}

/** Looked up per time only where clocks change within the range, because it is slow. */
function offsetsOf(times: readonly number[], zone: string): (time: number) => number {
  const first = zoneOffsetMs(times[0] ?? 0, zone);
  const isSame = zoneOffsetMs(times.at(-1) ?? 0, zone) === first;
  return isSame ? () => first : (time) => zoneOffsetMs(time, zone);
}

/** Pixel width of an axis label in the widest of the usual fonts. */
const DIGIT_WIDTH = 7;

/** How the value axis is drawn, wide enough for the labels of the given values. */
export function valueAxis(unit: Unit, widest: readonly number[]) {
  const longest = Math.max(...widest.map((value) => formatUnit(unit, value).length + 1));
  return {
    width: Math.max(40, longest * DIGIT_WIDTH + 8),
    tick: AXIS_TEXT,
    tickLine: false,
    axisLine: false,
    tickCount: 4,
    // Counts are whole numbers.
    allowDecimals: unit !== 'count',
    tickFormatter: (value: number) => formatUnit(unit, value),
  } as const;
}

interface Point {
  readonly cx?: number;
  readonly cy?: number;
  readonly payload: ChartRow;
}

/** How lines are drawn; a value between two gaps is a dot, because a line of one point is invisible. */
export function useLines(rows: readonly ChartRow[], series: readonly SeriesSpec[]) {
  const isolated = useMemo(
    () => new Map(series.map((one) => [one.key, isolatedSteps(rows, one.key)])),
    [rows, series],
  );
  return ({ key, color }: SeriesSpec) => ({
    dataKey: key,
    stroke: color,
    type: 'linear' as const,
    isAnimationActive: false,
    activeDot: { r: 3, strokeWidth: 0 },
    dot: ({ cx = 0, cy = 0, payload }: Point): ReactElement<SVGElement> => (
      <circle key={payload.t} cx={cx} cy={cy} r={isolated.get(key)?.has(payload.t) ? 2 : 0} fill={color} />
    ),
  });
}
