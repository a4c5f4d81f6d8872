import { HOUR_MS, stepFor, type TimeRange } from '@/core/model/time-range';
import type { TelemetryReader } from '@/core/store/store';

/** The step of a chart of the range: at least an hour where only hourly counters are left. */
export async function chartStep(
  reader: Pick<TelemetryReader, 'keptSince'>,
  range: TimeRange,
  most?: number,
): Promise<number> {
  const stepMs = stepFor(range, most);
  if (stepMs >= HOUR_MS) return stepMs;
  return range.fromMs < (await reader.keptSince()) ? HOUR_MS : stepMs;
}
