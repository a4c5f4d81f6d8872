import type { FiguresView, TotalsView } from '@/core/model/views';
import { stretch } from '../../../_components/format/duration';
import { formatPercent, formatWhole } from '../../../_components/format/number';

export interface Headroom {
  /** Used of the limit; 1 is all of it. */
  readonly share: number;
  readonly state: 'enough' | 'little' | 'none';
}

const LITTLE = 0.8;
const NONE = 0.95;

/** Null when the share is not known. */
export function headroomOf(share: number | null): Headroom | null {
  if (share === null) return null;
  return { share, state: share >= NONE ? 'none' : share >= LITTLE ? 'little' : 'enough' };
}

/** The greatest mean number of invocations that ran at once during a step; null without invocations. */
export function peakConcurrency({ series, stepMs }: Pick<FiguresView, 'series' | 'stepMs'>): number | null {
  const means = series.flatMap(({ invocations, durationMs: { avg } }) =>
    avg === null ? [] : (invocations * avg) / stepMs,
  );
  return means.length === 0 ? null : Math.max(...means);
}

/** How many ran at once, and of how many that the account may run; `most` is null when nobody stated that. */
export function concurrencyText(peak: number, stepMs: number, most: number | null): string {
  const at = `about ${peak < 10 ? peak.toFixed(1) : formatWhole(peak)} at once in the busiest ${stretch(stepMs)}`;
  if (most === null) return `${at}; no telemetry tells how many the account may run`;
  return `${at}: ${formatPercent(peak / most)} of the ${formatWhole(most)} that all functions of the account may run here`;
}

/** How many were throttled. What a platform only counts has no rows: `hasRows` says whether there is a list to look at. */
export function throttledText({ throttles, outcomes }: Pick<TotalsView, 'throttles' | 'outcomes'>): {
  readonly text: string;
  readonly hasRows: boolean;
} {
  const rows = outcomes.throttled;
  if (throttles === null) return { text: 'throttles not reported', hasRows: false };
  const counted = throttles - rows;
  if (rows === 0) return { text: `${formatWhole(throttles)} throttled`, hasRows: false };
  const more = counted > 0 ? `, ${formatWhole(counted)} more only counted` : '';
  return { text: `${formatWhole(rows)} throttled${more}`, hasRows: true };
}
