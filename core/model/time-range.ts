/** A half-open range [fromMs, toMs) in milliseconds since the epoch. */
export interface TimeRange {
  readonly fromMs: number;
  readonly toMs: number;
}

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** Widens the range to whole minutes, the resolution of rollups. */
export function toWholeMinutes(range: TimeRange): TimeRange {
  return {
    fromMs: Math.floor(range.fromMs / MINUTE_MS) * MINUTE_MS,
    toMs: Math.ceil(range.toMs / MINUTE_MS) * MINUTE_MS,
  };
}

/** Widens the range to whole hours. */
export function toWholeHours(range: TimeRange): TimeRange {
  return {
    fromMs: Math.floor(range.fromMs / HOUR_MS) * HOUR_MS,
    toMs: Math.ceil(range.toMs / HOUR_MS) * HOUR_MS,
  };
}

/** The range of equal length that ends where this one starts. */
export function previousRange(range: TimeRange): TimeRange {
  return { fromMs: range.fromMs - (range.toMs - range.fromMs), toMs: range.fromMs };
}

const STEPS_MS = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440].map((minutes) => minutes * MINUTE_MS);

/** The smallest of the usual steps that divides the range into at most `maxPoints` points. */
export function stepFor(range: TimeRange, maxPoints = 120): number {
  const length = range.toMs - range.fromMs;
  return (
    STEPS_MS.find((step) => length / step <= maxPoints) ?? Math.ceil(length / maxPoints / DAY_MS) * DAY_MS
  );
}

const UNIT_MS: Readonly<Record<string, number>> = {
  s: 1000,
  m: MINUTE_MS,
  h: HOUR_MS,
  d: DAY_MS,
  w: 7 * DAY_MS,
};

/**
 * Parses an instant written as `now`, `now-15m` (s, m, h, d, w) or ISO 8601 with a zone; milliseconds since the epoch. Null for
 * any other text.
 */
export function parseInstant(text: string, nowMs: number): number | null {
  const relative = /^now(?:-(\d{1,6})([smhdw]))?$/.exec(text);
  if (relative) {
    const [, amount, unit] = relative;
    return amount && unit ? nowMs - Number(amount) * (UNIT_MS[unit] ?? 0) : nowMs;
  }
  if (!/^\d{4}-\d{2}-\d{2}T[\d:.]+(?:Z|[+-]\d{2}:?\d{2})$/.test(text)) return null;
  const parsed = Date.parse(text);
  return Number.isNaN(parsed) ? null : parsed;
}
