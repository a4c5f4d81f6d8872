import type { ChartRow } from './figure-rows';

/** One drawn series of a chart. */
export interface SeriesSpec {
  readonly key: string;
  readonly label: string;
  /** A CSS colour; a variable, so that it follows the theme. */
  readonly color: string;
  /** Bars are stacked in the order given. */
  readonly kind: 'bar' | 'line';
  readonly dashed?: boolean;
}

/** The total of a step's bars; null where nothing is stacked, or none of them has a value. */
export function stackTotal(row: ChartRow, series: readonly SeriesSpec[]): number | null {
  const bars = series.filter(({ kind }) => kind === 'bar');
  const values = bars.flatMap(({ key }) => row[key] ?? []);
  return bars.length < 2 || values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0);
}
