import type { HrTime, TimeInput } from '@opentelemetry/api';
import { monotonicNow } from '../host/node';

/** Tells nanoseconds since the Unix epoch. */
export interface Clock {
  now(): bigint;
}

/**
 * A clock that reads the wall once and then only moves forward. One per invocation: a frozen environment or a wall
 * that is set back cannot bend the durations inside it.
 */
export function createClock(): Clock {
  const wall = BigInt(Date.now()) * 1_000_000n;
  const started = monotonicNow();
  return { now: () => wall + (monotonicNow() - started) };
}

/** The same time as the OpenTelemetry API takes it. */
export const toHrTime = (nanoseconds: bigint): HrTime => [
  Number(nanoseconds / 1_000_000_000n),
  Number(nanoseconds % 1_000_000_000n),
];

// As a time since the process started this would be three years, as an epoch time it is 1973.
const LEAST_EPOCH_MS = 1e11;

/**
 * Converts what the OpenTelemetry API takes as a time: `[seconds, nanoseconds]`, a `Date`, or a number, which is epoch
 * ms or, when it is small, a `performance.now()` value. `undefined` for anything that is not a time.
 */
export function toNanoseconds(input: TimeInput | undefined): bigint | undefined {
  if (Array.isArray(input)) {
    const [seconds, nanoseconds] = input;
    if (!Number.isInteger(seconds) || !Number.isInteger(nanoseconds)) return undefined;
    return BigInt(seconds) * 1_000_000_000n + BigInt(nanoseconds);
  }
  if (input instanceof Date) return millisecondsToNanoseconds(input.getTime());
  if (typeof input !== 'number') return undefined;
  return millisecondsToNanoseconds(input < LEAST_EPOCH_MS ? performance.timeOrigin + input : input);
}

function millisecondsToNanoseconds(ms: number): bigint | undefined {
  if (!Number.isFinite(ms)) return undefined;
  const whole = Math.trunc(ms);
  return BigInt(whole) * 1_000_000n + BigInt(Math.round((ms - whole) * 1e6));
}
