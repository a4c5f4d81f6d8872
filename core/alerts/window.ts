import { MINUTE_MS, type TimeRange, toWholeMinutes } from '../model/time-range';

/**
 * How long telemetry may take to arrive before a window counts as complete: an SDK's batch (5 s) and the flush of a
 * function that was frozen between two invocations.
 */
export const EVALUATION_DELAY_MS = 15_000;

/**
 * The window that a rule looks at now: the given minutes until `now - EVALUATION_DELAY_MS`, widened to the whole
 * minutes that figures are kept for, so that the dashboard shows the same figures for the same range.
 */
export function evaluationWindow(windowMinutes: number, nowMs: number): TimeRange {
  const toMs = nowMs - EVALUATION_DELAY_MS;
  return toWholeMinutes({ fromMs: toMs - windowMinutes * MINUTE_MS, toMs });
}
