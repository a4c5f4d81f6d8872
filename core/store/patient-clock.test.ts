import { describe, expect, it } from 'vitest';
import { createPatientClock } from './patient-clock';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = Date.UTC(2026, 5, 20);

/** A clock of the host that can be set, and one that nobody can. */
function clockOf(lastSeenMs: number | null = null) {
  const host = { now: START, elapsed: 500 };
  const patient = createPatientClock({ now: () => host.now, elapsed: () => host.elapsed, lastSeenMs });
  const pass = (ms: number) => {
    host.now += ms;
    host.elapsed += ms;
    return patient() - START;
  };
  const set = (ms: number) => {
    host.now += ms;
    return patient() - START;
  };
  return { pass, set };
}

describe('the clock of what deletes by age', () => {
  it('goes as that of the host, also when it is corrected a little or set back', () => {
    const { pass, set } = clockOf();
    expect(pass(5 * DAY)).toBe(5 * DAY);
    expect(set(HOUR)).toBe(5 * DAY + HOUR);
    expect(set(-3 * DAY)).toBe(2 * DAY + HOUR);
    expect(pass(DAY)).toBe(3 * DAY + HOUR);
  });

  it('goes on as before when the host leaps ahead, and forgets it when that is mended', () => {
    const { pass, set } = clockOf();
    expect(set(400 * DAY)).toBe(0);
    expect(pass(HOUR / 2)).toBe(HOUR / 2);
    expect(set(-400 * DAY)).toBe(HOUR / 2);
    expect(pass(HOUR)).toBe(1.5 * HOUR);
    expect(set(400 * DAY)).toBe(1.5 * HOUR);
  });

  it('believes a leap that stays for an hour', () => {
    const { pass, set } = clockOf();
    set(40 * DAY);
    pass(HOUR - 1);
    expect(pass(1)).toBe(40 * DAY + HOUR);
    expect(pass(DAY)).toBe(41 * DAY + HOUR);
  });

  it('believes a start within a week of the last telemetry, and a later one after an hour', () => {
    expect(clockOf(START - 6 * DAY).pass(1)).toBe(1);
    const late = clockOf(START - 8 * DAY);
    expect(late.pass(1)).toBe(1 - 8 * DAY);
    expect(late.pass(HOUR)).toBe(HOUR + 1);
  });
});
