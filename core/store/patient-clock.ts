const HOUR_MS = 3_600_000;
/** How far the clock at the start may be ahead of the last telemetry: services rest over holidays. */
const LONGEST_REST_MS = 7 * 24 * HOUR_MS;

/**
 * A clock for deleting by age, in milliseconds since the epoch. It follows `now`, but accepts a forward jump of more
 * than an hour only after it has lasted for an hour, because telemetry lost to a wrongly set clock cannot be recovered.
 * Until then time continues as if there had been no jump. Backward jumps are accepted at once.
 * @param elapsed milliseconds of a monotonic clock
 * @param lastSeenMs the time of the last telemetry before the start; null when there is none
 */
export function createPatientClock({
  now,
  elapsed,
  lastSeenMs,
}: {
  readonly now: () => number;
  readonly elapsed: () => number;
  readonly lastSeenMs: number | null;
}): () => number {
  const first = now();
  const isLate = lastSeenMs !== null && first - lastSeenMs > LONGEST_REST_MS;
  let believed = { now: isLate ? lastSeenMs : first, elapsed: elapsed() };
  let leaptAt = isLate ? believed.elapsed : null;

  return () => {
    const at = { now: now(), elapsed: elapsed() };
    const expected = believed.now + (at.elapsed - believed.elapsed);
    const leaps = at.now - expected > HOUR_MS;
    if (leaps) leaptAt ??= at.elapsed;
    if (leaps && leaptAt !== null && at.elapsed - leaptAt < HOUR_MS) return expected;
    believed = at;
    leaptAt = null;
    return at.now;
  };
}
