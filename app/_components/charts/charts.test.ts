import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '@/core/model/time-range';
import { type ChartRow, hasValues, isolatedSteps } from './figure-rows';
import { markedSteps, marksInStep } from './marks';
import { stackTotal } from './series';
import { timeTicks } from './time-ticks';

const MIDNIGHT = Date.parse('2026-11-21T00:00:00Z');
const minutes = (count: number) => Array.from({ length: count }, (_, index) => MIDNIGHT + index * MINUTE_MS);

describe('timeTicks', () => {
  it('labels round times only', () => {
    expect(timeTicks(minutes(60), 6, () => 0).map((time) => (time - MIDNIGHT) / MINUTE_MS)).toEqual([
      0, 10, 20, 30, 40, 50,
    ]);
  });
  it('rounds on the clock of the reader, half-hour zones too', () => {
    const india = 5.5 * HOUR_MS;
    const ticks = timeTicks(minutes(600), 6, () => india);
    expect(ticks.every((time) => (time + india) % (2 * HOUR_MS) === 0)).toBe(true);
  });
  it('labels each day once where clocks change, and at its beginning', () => {
    const change = Date.parse('2026-10-25T01:00:00Z');
    const berlin = (time: number) => (time < change ? 2 : 1) * HOUR_MS;
    const start = Date.parse('2026-10-21T22:00:00Z');
    const hours = Array.from({ length: 6 * 24 + 1 }, (_, index) => start + index * HOUR_MS);
    expect(timeTicks(hours, 7, berlin).map((time) => new Date(time).toISOString().slice(5, 16))).toEqual([
      '10-21T22:00',
      '10-22T22:00',
      '10-23T22:00',
      '10-24T22:00',
      '10-25T23:00',
      '10-26T23:00',
    ]);
  });
  it('labels days also where no step begins at midnight', () => {
    const start = Date.parse('2026-11-20T00:00:00Z');
    const steps = Array.from({ length: 21 }, (_, index) => start + index * 6 * HOUR_MS);
    const ticks = timeTicks(steps, 6, () => 2 * HOUR_MS);
    expect(ticks.map((time) => new Date(time + 2 * HOUR_MS).toISOString().slice(5, 13))).toEqual([
      '11-21T02',
      '11-22T02',
      '11-23T02',
      '11-24T02',
      '11-25T02',
    ]);
  });
  it('labels whole seconds where the range has no whole minutes to label', () => {
    const steps = Array.from({ length: 60 }, (_, index) => MIDNIGHT + 500 + index * 500);
    expect(timeTicks(steps, 6, () => 0).map((time) => time - MIDNIGHT)).toEqual([
      5000, 10_000, 15_000, 20_000, 25_000, 30_000,
    ]);
  });
  it('never labels more than asked and always labels something', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 0, max: 999_999 }), (count, shift) => {
        const ticks = timeTicks(
          minutes(count).map((time) => time + shift),
          6,
          () => 0,
        );
        expect(ticks.length).toBeGreaterThan(0);
        expect(ticks.length).toBeLessThanOrEqual(6);
      }),
    );
  });
});

describe('chart rows', () => {
  const rows: ChartRow[] = [null, 5, null, 7, 8].map((p50, t) => ({ t, p50, ok: 0 }));
  it('gives a dot to a measured step between empty ones', () => {
    expect([...isolatedSteps(rows, 'p50')]).toEqual([1]);
  });
  it('knows an empty chart from one with values', () => {
    expect([hasValues(rows, ['ok']), hasValues(rows, ['ok', 'p50'])]).toEqual([false, true]);
  });
});

describe('marks', () => {
  const marks = [61_000, 119_999, 120_000].map((ms) => ({ t: MIDNIGHT + ms, label: `at ${ms}` }));
  it('are drawn once at the start of a step, where charts have a place for them', () => {
    expect(markedSteps(marks, MINUTE_MS)).toEqual([MIDNIGHT + MINUTE_MS, MIDNIGHT + 2 * MINUTE_MS]);
  });
  it('are named by the step that they are in, and by no other', () => {
    expect(marksInStep(marks, MIDNIGHT + MINUTE_MS, MINUTE_MS)).toEqual(['at 61000', 'at 119999']);
    expect(marksInStep(marks, MIDNIGHT, MINUTE_MS)).toEqual([]);
  });
});

it('the total of a step is that of its bars, where there are several', () => {
  const bar = (key: string) => ({ key, label: key, color: '', kind: 'bar' as const });
  const line = { ...bar('p95'), kind: 'line' as const };
  const row: ChartRow = { t: 0, ok: 3, errors: 2, p95: 900, cost: null };
  expect(stackTotal(row, [bar('ok'), bar('errors'), line])).toBe(5);
  expect(stackTotal(row, [bar('ok'), bar('cost')])).toBe(3);
  expect(stackTotal(row, [bar('ok'), line])).toBeNull();
  expect(stackTotal(row, [bar('cost'), bar('init')])).toBeNull();
});
