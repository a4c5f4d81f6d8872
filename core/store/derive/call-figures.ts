import type { DurationHistogram } from '../../model/histogram';
import type { CallFigures } from '../dependencies';

/** Figures of calls from their counts and a histogram of their durations. */
export function callFigures(calls: number, errors: number, durations: DurationHistogram): CallFigures {
  const percentile = (q: number) => (durations.percentile(q) ?? 0) / 1e6;
  return {
    calls,
    errors,
    durationMs: calls === 0 ? null : { p50: percentile(0.5), p95: percentile(0.95), p99: percentile(0.99) },
  };
}
