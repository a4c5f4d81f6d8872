const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Waits before each attempt, the first included. */
const WAITS_MS = {
  /** The schedule that Standard Webhooks recommends. */
  programs: [
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
  ],
  /** An alert of yesterday helps nobody: after two hours it has failed. */
  people: [0, 5 * SECOND, 30 * SECOND, 2 * MINUTE, 10 * MINUTE, 30 * MINUTE, HOUR],
} as const;
const JITTER = 0.1;

/**
 * How long to wait after the given number of failed attempts, up to 10 % longer by chance (`random` gives 0 to 1) so
 * that endpoints are not all called at once. Never shorter than the endpoint asked for. Null: no attempt is left.
 */
export function waitAfter(
  failedAttempts: number,
  schedule: keyof typeof WAITS_MS,
  retryAfterMs: number | null,
  random: () => number,
): number | null {
  const wait = WAITS_MS[schedule][failedAttempts];
  return wait === undefined ? null : Math.max(wait * (1 + JITTER * random()), retryAfterMs ?? 0);
}
