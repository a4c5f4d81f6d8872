import type { FiguresView } from '@/core/model/views';

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
