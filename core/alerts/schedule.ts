const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Waits before each attempt, the first included: the schedule that Standard Webhooks recommends. */
const WAITS_MS = [
  0,
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
];
const JITTER = 0.1;

/**
 * How long to wait after the given number of failed attempts, up to 10 % longer by chance (`random` gives 0 to 1) so
 * that endpoints are not all called at once. Never shorter than the endpoint asked for. Null: no attempt is left.
 * A test message has one attempt: who pressed the button is waiting for its outcome.
 */
export function waitAfter(
  failedAttempts: number,
  kind: string,
  retryAfterMs: number | null,
  random: () => number,
): number | null {
  const wait = kind === 'alert.test' ? undefined : WAITS_MS[failedAttempts];
  return wait === undefined ? null : Math.max(wait * (1 + JITTER * random()), retryAfterMs ?? 0);
}
