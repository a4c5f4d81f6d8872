import type { DurationHistogram } from '../model/histogram';

/**
 * Histograms of many rows, each as `DurationHistogram.toBytes`, concatenated: a view per row would take more memory
 * than its content.
 */
export interface HistogramColumn {
  readonly bytes: Uint8Array;
  /** Where each one ends; it begins where the previous one ends. */
  readonly ends: Uint32Array;
}

export function histogramColumn(histograms: readonly Uint8Array[]): HistogramColumn {
  const ends = new Uint32Array(histograms.length);
  let end = 0;
  for (const [index, one] of histograms.entries()) {
    end += one.length;
    ends[index] = end;
  }
  const bytes = new Uint8Array(end);
  for (const [index, one] of histograms.entries()) bytes.set(one, (ends[index] ?? 0) - one.length);
  return { bytes, ends };
}

export function isEmptyRow({ ends }: HistogramColumn, row: number): boolean {
  return ends[row] === (row === 0 ? 0 : ends[row - 1]);
}

/** Adds a row's values to `into`, or subtracts them with -1. */
export function mergeRow(
  into: DurationHistogram,
  { bytes, ends }: HistogramColumn,
  row: number,
  sign: 1 | -1 = 1,
): void {
  into.mergeBytes(bytes, sign, row === 0 ? 0 : ends[row - 1], ends[row]);
}
