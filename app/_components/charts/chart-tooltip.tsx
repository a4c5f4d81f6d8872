'use client';

import { mostPlaces } from '../format/money';
import { formatStretch } from '../format/time';
import { Money } from '../ui/money';
import { useZone } from '../zone/zone';
import type { ChartRow } from './figure-rows';
import { type SeriesSpec, stackTotal } from './series';
import { formatUnit, type Unit } from './units';

interface ChartTooltipProps {
  readonly row: ChartRow;
  readonly series: readonly SeriesSpec[];
  readonly unit: Unit;
  readonly stepMs: number;
  /** Events in the step. */
  readonly marks: readonly string[];
}

/** The figures of the step under the pointer. */
export function ChartTooltip({ row, series, unit, stepMs, marks }: ChartTooltipProps) {
  const zone = useZone();
  const iso = (ms: number) => new Date(ms).toISOString();
  const total = stackTotal(row, series);
  const places = mostPlaces([total, ...series.map(({ key }) => row[key] ?? null)]);
  const figure = (value: number | null) =>
    unit === 'money' ? <Money usd={value} places={places} /> : formatUnit(unit, value);
  return (
    <div className="min-w-36 rounded-md bg-card px-3 py-2 text-tremor-label shadow-tremor-dropdown ring-1 ring-line">
      <p className="mb-1 whitespace-nowrap text-muted tabular-nums">
        {formatStretch(iso(row.t), iso(row.t + stepMs), zone)}
      </p>
      {[...series].reverse().map((one) => (
        <p key={one.key} className="flex items-center gap-2">
          <span aria-hidden="true" className="size-2 rounded-[2px]" style={{ background: one.color }} />
          <span className="grow text-body">{one.label}</span>
          <span className="ml-2 font-medium text-ink tabular-nums">{figure(row[one.key] ?? null)}</span>
        </p>
      ))}
      {total !== null && (
        <p className="mt-1 flex items-center gap-2 border-line border-t pt-1">
          <span className="grow text-body">Together</span>
          <span className="ml-2 font-medium text-ink tabular-nums">{figure(total)}</span>
        </p>
      )}
      {marks.map((mark) => (
        <p key={mark} className="mt-1 max-w-56 truncate text-muted">
          ┆ {mark}
        </p>
      ))}
    </div>
  );
}
