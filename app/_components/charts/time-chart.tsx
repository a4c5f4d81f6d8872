'use client';

import { useMemo } from 'react';
import {
  Bar,
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceArea,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { formatTick } from '../format/time';
import { zoneOffsetMs } from '../format/wall-time';
import { useZone } from '../zone/zone';
import { ChartSummary } from './chart-summary';
import { ChartTooltip } from './chart-tooltip';
import { type ChartRow, hasValues, isolatedSteps } from './figure-rows';
import type { SeriesSpec } from './series';
import { timeTicks } from './time-ticks';
import { formatUnit, type Unit } from './units';
import { useZoom } from './use-zoom';

interface TimeChartProps {
  readonly label: string;
  /** Oldest first, one per step, without gaps in time. */
  readonly rows: readonly ChartRow[];
  readonly series: readonly SeriesSpec[];
  readonly unit: Unit;
  readonly stepMs: number;
  /** Said in place of a chart without values. */
  readonly empty: string;
  /** Whether a click zooms to its step, as a drag does to what was marked. */
  readonly clickZooms?: boolean;
  /** A class; as high as `LazyTimeChart` keeps free. */
  readonly height?: 'h-48' | 'h-28';
  /** Moments to be marked, in milliseconds since the epoch. */
  readonly marks?: readonly { readonly t: number; readonly label: string }[];
}

const AXIS_TEXT = { fontSize: 11, fill: 'var(--t-fg-subtle)' };

/** Room for the longest label that the axis can have, in pixels. */
function axisWidth(rows: readonly ChartRow[], keys: readonly string[], unit: Unit): number {
  const sums = rows.map((row) => keys.reduce((sum, key) => sum + (row[key] ?? 0), 0));
  const labels = [1, 0.75].map((part) => formatUnit(unit, Math.max(...sums) * part).length + 1);
  return Math.max(40, Math.ceil(Math.max(...labels) * 6.4) + 8);
}

/** Figures over time; dragging zooms, hovering shows the step in all charts of the page at once. */
export function TimeChart({
  label,
  rows,
  series,
  unit,
  stepMs,
  empty,
  clickZooms = false,
  height = 'h-48',
  marks = [],
}: TimeChartProps) {
  const { mark, handlers } = useZoom(stepMs, clickZooms);
  const rangeMs = rows.length * stepMs;
  const zone = useZone();
  const ticks = useMemo(() => {
    return timeTicks(
      rows.map((row) => row.t),
      6,
      zoneOffsetMs(rows[0]?.t ?? 0, zone),
    );
  }, [rows, zone]);
  const isolated = useMemo(
    () => new Map(series.map((one) => [one.key, isolatedSteps(rows, one.key)])),
    [rows, series],
  );
  const keys = series.map((one) => one.key);
  if (!hasValues(rows, keys)) {
    return <p className={`flex ${height} items-center justify-center text-faint`}>{empty}</p>;
  }
  return (
    <>
      <div role="img" aria-label={`Chart: ${label}`} className={`${height} select-none`}>
        <ResponsiveContainer width="100%" height="100%">
          <ComposedChart
            // Another range or step: a tooltip of the old one would point at the wrong time.
            key={`${stepMs}-${rows.length}`}
            data={[...rows]}
            syncId="figures"
            barCategoryGap={rangeMs / stepMs > 80 ? 0.5 : 1}
            margin={{ top: 8, right: 8, bottom: 0, left: 0 }}
            {...handlers}
          >
            <CartesianGrid vertical={false} stroke="var(--t-border)" />
            <XAxis
              dataKey="t"
              ticks={ticks}
              interval="preserveStart"
              minTickGap={16}
              tick={AXIS_TEXT}
              tickLine={false}
              tickMargin={6}
              axisLine={{ stroke: 'var(--t-border-strong)' }}
              tickFormatter={(time: number) => formatTick(time, rangeMs, zone)}
            />
            <YAxis
              width={axisWidth(rows, keys, unit)}
              tick={AXIS_TEXT}
              tickLine={false}
              axisLine={false}
              tickCount={4}
              allowDecimals={unit !== 'count'}
              tickFormatter={(value: number) => formatUnit(unit, value)}
            />
            <Tooltip
              isAnimationActive={false}
              cursor={{ fill: 'var(--t-bg-subtle)', stroke: 'var(--t-border-strong)' }}
              content={({ active, payload }) => {
                const row: ChartRow | undefined = payload?.[0]?.payload;
                if (active !== true || row === undefined) return null;
                const inStep = marks.filter(({ t }) => t >= row.t && t < row.t + stepMs);
                return (
                  <ChartTooltip
                    row={row}
                    series={series}
                    unit={unit}
                    stepMs={stepMs}
                    marks={inStep.slice(0, 4).map((one) => one.label)}
                  />
                );
              }}
            />
            {series.map((one) =>
              one.kind === 'bar' ? (
                <Bar
                  key={one.key}
                  dataKey={one.key}
                  stackId="stack"
                  fill={one.color}
                  maxBarSize={28}
                  isAnimationActive={false}
                />
              ) : (
                <Line
                  key={one.key}
                  dataKey={one.key}
                  stroke={one.color}
                  strokeWidth={1.75}
                  type="linear"
                  isAnimationActive={false}
                  activeDot={{ r: 3, strokeWidth: 0 }}
                  dot={(point: { cx?: number; cy?: number; payload: ChartRow }) => (
                    <circle
                      key={point.payload.t}
                      cx={point.cx ?? 0}
                      cy={point.cy ?? 0}
                      r={isolated.get(one.key)?.has(point.payload.t) ? 2 : 0}
                      fill={one.color}
                    />
                  )}
                />
              ),
            )}
            {[...new Set(marks.map(({ t }) => Math.floor(t / stepMs) * stepMs))].map((t) => (
              <ReferenceLine key={t} x={t} stroke="var(--t-fg-muted)" strokeDasharray="3 3" />
            ))}
            {mark !== null && (
              <ReferenceArea x1={mark.start} x2={mark.end} fill="var(--t-brand)" fillOpacity={0.18} />
            )}
          </ComposedChart>
        </ResponsiveContainer>
      </div>
      <ChartSummary label={label} rows={rows} series={series} unit={unit} />
    </>
  );
}
