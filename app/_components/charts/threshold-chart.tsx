'use client';

import {
  CartesianGrid,
  ComposedChart,
  Customized,
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
import type { ChartRow } from './figure-rows';
import { LimitHandle } from './limit-handle';
import type { SeriesSpec } from './series';
import { useLines, useTimeAxis, valueAxis } from './time-axes';
import type { Unit } from './units';

interface ThresholdChartProps {
  readonly label: string;
  /** Oldest first, one per step. */
  readonly rows: readonly ChartRow[];
  readonly series: readonly SeriesSpec[];
  readonly unit: Unit;
  readonly stepMs: number;
  /** A constant line; null where the limit changes over time and is one of the series. */
  readonly limit: number | null;
  readonly recovery: number | null;
  /** When the rule fires; these periods are shaded. */
  readonly spans: readonly { readonly from: number; readonly to: number }[];
  /** Makes the limit draggable; it can also be typed elsewhere. */
  readonly onLimit?: (limit: number) => void;
  /** Shown in place of a chart without rows. */
  readonly empty: string;
}

const ROOM = 1.15;

/** Values with the limit of a rule, and when it fires. */
export function ThresholdChart(props: ThresholdChartProps) {
  const { label, rows, series, unit, stepMs, limit, recovery, spans, onLimit, empty } = props;
  const timeAxis = useTimeAxis(rows, stepMs);
  const lineOf = useLines(rows, series);
  const highest = Math.max(0, ...rows.flatMap((row) => series.map(({ key }) => row[key] ?? 0)));
  const top = Math.max(highest, limit ?? 0) * ROOM || 1;
  if (rows.length === 0) {
    return <p className="flex h-56 items-center justify-center text-faint">{empty}</p>;
  }
  return (
    <>
      <div aria-hidden="true" className="h-56 select-none">
        <ResponsiveContainer width="100%" height="100%">
          <ComposedChart data={[...rows]} margin={{ top: 8, right: 8, bottom: 0, left: 0 }}>
            <CartesianGrid vertical={false} stroke="var(--t-border)" />
            {spans.map(({ from, to }) => (
              <ReferenceArea
                key={`${from}-${to}`}
                x1={nearest(rows, from)}
                x2={nearest(rows, to)}
                fill="var(--c-error)"
                fillOpacity={0.14}
                ifOverflow="hidden"
              />
            ))}
            <XAxis {...timeAxis} />
            <YAxis {...valueAxis(unit, [top, top * 0.75])} />
            {/* Invisible: makes the axis label round values up to above it. */}
            <ReferenceLine y={top} stroke="none" ifOverflow="extendDomain" />
            <Tooltip
              isAnimationActive={false}
              cursor={{ stroke: 'var(--t-border-strong)' }}
              content={({ active, payload }) => {
                const row: ChartRow | undefined = payload?.[0]?.payload;
                if (active !== true || row === undefined) return null;
                return <ChartTooltip row={row} series={series} unit={unit} stepMs={stepMs} marks={[]} />;
              }}
            />
            {series.map((one) => (
              <Line
                key={one.key}
                {...lineOf(one)}
                strokeWidth={1.5}
                {...(one.dashed === true ? { strokeDasharray: '5 4' } : {})}
              />
            ))}
            {recovery !== null && (
              <ReferenceLine y={recovery} stroke="var(--c-good)" strokeDasharray="2 4" ifOverflow="hidden" />
            )}
            {limit !== null && onLimit === undefined && (
              <ReferenceLine y={limit} stroke="var(--c-error)" strokeDasharray="5 4" />
            )}
            {limit !== null && onLimit !== undefined && (
              <Customized component={<LimitHandle limit={limit} unit={unit} onLimit={onLimit} />} />
            )}
          </ComposedChart>
        </ResponsiveContainer>
      </div>
      <ChartSummary label={label} rows={rows} series={series} unit={unit} />
    </>
  );
}

/** The step that contains the time: areas begin and end at values of the axis. */
function nearest(rows: readonly ChartRow[], time: number): number {
  return (rows.findLast((row) => row.t <= time) ?? rows[0])?.t ?? time;
}
