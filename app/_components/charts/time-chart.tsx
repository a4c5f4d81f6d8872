'use client';

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
import { ChartSummary } from './chart-summary';
import { ChartTooltip } from './chart-tooltip';
import { type ChartRow, hasValues } from './figure-rows';
import { type Mark, markedSteps, marksInStep } from './marks';
import type { SeriesSpec } from './series';
import { useLines, useTimeAxis, valueAxis } from './time-axes';
import type { Unit } from './units';
import { useZoom } from './use-zoom';

interface TimeChartProps {
  readonly label: string;
  /** Oldest first, one per step, without gaps in time. */
  readonly rows: readonly ChartRow[];
  readonly series: readonly SeriesSpec[];
  readonly unit: Unit;
  readonly stepMs: number;
  /** Shown in place of a chart without values. */
  readonly empty: string;
  /** Whether a click zooms to its step, as a drag zooms to its selection. */
  readonly clickZooms?: boolean;
  /** A CSS class with the height that `LazyTimeChart` reserves. */
  readonly height?: 'h-48' | 'h-28';
  readonly marks?: readonly Mark[];
}

/** The series that a tooltip names. */
const MOST_MARKS = 4;

/** The highest total of the bars, and the longest label below it. */
function widestOf(rows: readonly ChartRow[], keys: readonly string[]): readonly number[] {
  const highest = Math.max(...rows.map((row) => keys.reduce((sum, key) => sum + (row[key] ?? 0), 0)));
  return [highest, highest * 0.75];
}

/** Figures over time; dragging zooms, hovering shows the step in all charts of the page. */
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
  const { mark, handlers } = useZoom(rows, stepMs, clickZooms);
  const rangeMs = rows.length * stepMs;
  const timeAxis = useTimeAxis(rows, stepMs);
  const lineOf = useLines(rows, series);
  const keys = series.map((one) => one.key);
  if (!hasValues(rows, keys)) {
    return <p className={`flex ${height} items-center justify-center text-faint`}>{empty}</p>;
  }
  return (
    <>
      {/* A finger moving sideways selects, one moving up or down scrolls the page. */}
      <div role="img" aria-label={`Chart: ${label}`} className={`${height} touch-pan-y select-none`}>
        <ResponsiveContainer width="100%" height="100%">
          <ComposedChart
            // After a change of range or step, an open tooltip would point at the wrong time.
            key={`${stepMs}-${rows.length}`}
            data={[...rows]}
            syncId="figures"
            barCategoryGap={rangeMs / stepMs > 80 ? 0.5 : 1}
            margin={{ top: 8, right: 8, bottom: 0, left: 0 }}
            {...handlers}
          >
            <CartesianGrid vertical={false} stroke="var(--t-border)" />
            <XAxis {...timeAxis} />
            <YAxis {...valueAxis(unit, widestOf(rows, keys))} tickCount={height === 'h-28' ? 3 : 4} />
            <Tooltip
              isAnimationActive={false}
              cursor={{ fill: 'var(--t-bg-subtle)', stroke: 'var(--t-border-strong)' }}
              content={({ active, payload }) => {
                const row: ChartRow | undefined = payload?.[0]?.payload;
                if (active !== true || row === undefined) return null;
                return (
                  <ChartTooltip
                    row={row}
                    series={series}
                    unit={unit}
                    stepMs={stepMs}
                    marks={marksInStep(marks, row.t, stepMs).slice(0, MOST_MARKS)}
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
                <Line key={one.key} {...lineOf(one)} strokeWidth={1.75} />
              ),
            )}
            {markedSteps(marks, stepMs).map((t) => (
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
