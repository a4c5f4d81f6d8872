const MAX_INT64 = 2n ** 63n - 1n;

/** The nearest number that a signed 64-bit column can hold: one sum or time out of range must not fail the whole batch. */
export function toInt64(value: bigint): bigint {
  if (value > MAX_INT64) return MAX_INT64;
  return value < -MAX_INT64 ? -MAX_INT64 : value;
}

/** In the year 2255. Later times are clamped to it, so that a range can still end after them. */
export const MAX_TIME_NS = 9_000_000_000_000_000_000n;
/** A millisecond after it, for ranges without an end. */
export const MAX_TIME_MS = 9_000_000_000_001;

/** A time since the epoch as it is stored. */
export function toStorableTime(ns: bigint): bigint {
  if (ns > MAX_TIME_NS) return MAX_TIME_NS;
  return later(ns, 0n);
}

/** Milliseconds since the epoch, with microseconds as the fraction. */
export function nsToTimeMs(ns: bigint): number {
  return Number(ns / 1000n) / 1000;
}

export function nsToDurationMs(ns: bigint): number {
  return Number(ns) / 1e6;
}

/** The nanosecond at which a millisecond time starts; clamped, so that any finite number is valid. */
export function msToNs(ms: number): bigint {
  const clamped = Math.min(Math.max(ms, 0), 9.1e12);
  const whole = Math.floor(clamped);
  return toInt64(BigInt(whole) * 1_000_000n + BigInt(Math.round((clamped - whole) * 1e6)));
}

export function earlier(a: bigint, b: bigint): bigint {
  if (a < b) return a;
  return b;
}

export function later(a: bigint, b: bigint): bigint {
  if (a > b) return a;
  return b;
}

/**
 * The shortest duration in whole nanoseconds that is at least this many milliseconds; fractions of a nanosecond are
 * rounding errors.
 */
export function firstNs(ms: number): bigint {
  return BigInt(Math.ceil(Math.round(Math.min(Math.max(ms, 0), 9e12) * 1e9) / 1e3));
}
