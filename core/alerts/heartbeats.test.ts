import { expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../model/time-range';
import { HEARTBEAT_RUNS, heartbeatOf } from './heartbeats';

const FN = { id: '0123456789abcdef', name: 'nightly\nreport', environment: 'production' };
/** Monday, 2 March 2026, 03:00 UTC. */
const MONDAY = Date.UTC(2026, 2, 2, 3);

const every = (periodMs: number, count: number, jitterMs = 0) =>
  Array.from({ length: count }, (_, index) => ({
    trigger: 'timer',
    startTime: MONDAY + index * periodMs + (index % 3) * jitterMs,
  }));

it('is late after one and a half times the usual pause, however exact the schedule is', () => {
  expect(heartbeatOf(FN, every(HOUR_MS, HEARTBEAT_RUNS, 20_000))).toMatchObject({
    functionId: FN.id,
    periodMinutes: 60,
    lastRun: MONDAY + 19 * HOUR_MS + 20_000,
    rule: {
      name: 'nightlyreport does not run',
      figure: 'silence_minutes',
      filter: { functionId: FN.id },
      condition: { kind: 'threshold', direction: 'above', threshold: 90 },
      points: { breaching: 1, of: 1 },
    },
  });
  expect(heartbeatOf(FN, every(MINUTE_MS, 5))?.rule.condition).toMatchObject({ threshold: 3 });
  expect(heartbeatOf(FN, every(DAY_MS, 4).toReversed())?.periodMinutes).toBe(24 * 60);
});

it('knows the weekends of a schedule, and takes a run that once failed to come for none', () => {
  const weekdays = every(DAY_MS, 28).filter((_, day) => day % 7 < 5);
  expect(heartbeatOf(FN, weekdays)?.periodMinutes).toBe(3 * 24 * 60);
  const once = every(HOUR_MS, HEARTBEAT_RUNS + 5).filter((_, hour) => hour < 7 || hour > 11);
  expect(heartbeatOf(FN, once)?.periodMinutes).toBe(60);
});

it('is for what a schedule runs, also when someone ran it by hand, and for nothing else', () => {
  const byHand = { trigger: 'http', startTime: MONDAY + 30 * MINUTE_MS };
  expect(heartbeatOf(FN, [...every(HOUR_MS, 10), byHand])?.periodMinutes).toBe(60);
  expect(heartbeatOf(FN, [...every(HOUR_MS, 4), byHand, byHand])).toBeNull();
  expect(heartbeatOf(FN, every(HOUR_MS, 3))).toBeNull();
  expect(heartbeatOf(FN, [])).toBeNull();
});
