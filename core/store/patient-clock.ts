const HOUR_MS = 3_600_000;
/** So far it may go ahead of the last telemetry while nobody looked: services rest over holidays. */
const LONGEST_REST_MS = 7 * 24 * HOUR_MS;

/**
 * A clock for what deletes by age. Milliseconds since the epoch, as `now`, but when that leaps ahead by more than an
 * hour, it is believed only after it stood so for an hour: a host whose clock was set wrongly must not lose its telemetry,
 * which nothing brings back. Until then time goes on as if there had been no leap. Backwards it is believed at once.
 * @param elapsed milliseconds of a clock that only goes forward
 * @param lastSeenMs the time of the last telemetry before the start; null where there is none
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
