import type { SeriesPointView } from '@/core/model/views';

/** One step of a chart: `t` in milliseconds since the epoch and one number per drawn series; null leaves a gap. */
export type ChartRow = { readonly t: number } & Readonly<Record<string, number | null>>;

/** The series of an overview as rows that charts draw. Latency and cost stay null where nothing was measured. */
export function figureRows(series: readonly SeriesPointView[]): ChartRow[] {
  return series.map((point) => ({
    t: Date.parse(point.t),
    ok: point.invocations - point.errors,
    errors: point.errors,
    cold: point.coldStarts,
    p50: point.durationMs.p50,
    p95: point.durationMs.p95,
    p99: point.durationMs.p99,
    cost: point.costUsd === null ? null : Number(point.costUsd),
  }));
}

/** Whether any of the series has something to draw: a value that is neither null nor 0. */
export function hasValues(rows: readonly ChartRow[], keys: readonly string[]): boolean {
  return rows.some((row) => keys.some((key) => (row[key] ?? 0) !== 0));
}

/** The steps whose neighbours are both empty: a line through them has no length and needs a dot. */
export function isolatedSteps(rows: readonly ChartRow[], key: string): ReadonlySet<number> {
  const present = (index: number) => rows[index]?.[key] != null;
  return new Set(
    rows.flatMap((row, index) =>
      present(index) && !present(index - 1) && !present(index + 1) ? [row.t] : [],
    ),
  );
}
