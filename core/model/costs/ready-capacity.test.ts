import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '../time-range';
import { addReadyCosts, forecastReady, readyCost } from './ready-capacity';

const DAY = Date.UTC(2026, 10, 1);
const range = { fromMs: DAY, toMs: DAY + 10 * HOUR_MS };
const TWO = { instances: 2, from: '2026-11-01', to: null };
const RATE = { perHour: 1_000_000n, whileBusy: true };

describe('capacity at the end of a month', () => {
  const month = { fromMs: DAY, toMs: Date.UTC(2026, 11, 1) };
  const nowMs = DAY + 10 * HOUR_MS;

  it('is what it cost so far and every hour that is left, whatever runs', () => {
    const soFar = readyCost(TWO, RATE, [], range).kept;
    expect(forecastReady(TWO, RATE, soFar, month, nowMs)).toBe(2n * 30n * 24n * 1_000_000n);
    expect(forecastReady(TWO, RATE, 0n, month, DAY)).toBe(2n * 30n * 24n * 1_000_000n);
  });

  it('ends with the day on which instances are no longer kept', () => {
    const until = { ...TWO, to: '2026-11-03' };
    expect(forecastReady(until, RATE, 20_000_000n, month, nowMs)).toBe(2n * 48n * 1_000_000n);
  });

  it('stays as idle as it was where only idle instances are billed', () => {
    const rate = { ...RATE, whileBusy: false };
    const busy = Array.from({ length: 10 }, (_, hour) => ({ t: DAY + hour * HOUR_MS, billedMs: HOUR_MS }));
    const soFar = readyCost(TWO, rate, busy, range).kept;
    expect(soFar).toBe(10_000_000n);
    expect(forecastReady(TWO, rate, soFar, month, nowMs)).toBe(30n * 24n * 1_000_000n);
  });
});

describe('capacity that is kept ready', () => {
  it('costs the same whatever runs, and is idle for the rest of its time', () => {
    const busy = [{ t: DAY, billedMs: HOUR_MS / 2 }];
    expect(readyCost(TWO, RATE, busy, range)).toEqual({
      kept: 20_000_000n,
      used: 500_000n,
      idle: 19_500_000n,
    });
  });

  it('works no more than all of its time: the rest ran elsewhere', () => {
    const busy = [{ t: DAY, billedMs: 9 * HOUR_MS }];
    expect(readyCost(TWO, RATE, busy, range).used).toBe(2_000_000n);
  });

  it('counts between its days only', () => {
    const later = { ...TWO, from: '2026-11-02' };
    expect(readyCost(later, RATE, [{ t: DAY, billedMs: HOUR_MS }], range).kept).toBe(0n);
    const ended = { ...TWO, from: '2026-10-01', to: '2026-11-01' };
    expect(readyCost(ended, RATE, [], range).kept).toBe(0n);
  });

  it('is billed as idle only where the platform says so', () => {
    const busy = [{ t: DAY, billedMs: HOUR_MS }];
    expect(readyCost(TWO, { ...RATE, whileBusy: false }, busy, range)).toEqual({
      kept: 19_000_000n,
      used: 0n,
      idle: 19_000_000n,
    });
  });

  it('gives parts that add up to the last digit, whatever ran', () => {
    const hours = fc.array(
      fc.record({
        t: fc.nat(12).map((n) => DAY + n * HOUR_MS),
        billedMs: fc.double({ min: 0, max: 1e9, noNaN: true }),
      }),
      {
        maxLength: 12,
      },
    );
    const one = fc.record({
      instances: fc.integer({ min: 1, max: 5000 }),
      perHour: fc.bigInt({ min: 0n, max: 10n ** 13n }),
      whileBusy: fc.boolean(),
      hours: fc.uniqueArray(hours, { maxLength: 1 }),
      untilMs: fc.integer({ min: 1, max: 10 * HOUR_MS }),
    });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 5 }), (all) => {
        const costs = all.map(({ instances, perHour, whileBusy, hours, untilMs }) => {
          const busy = [...new Map((hours[0] ?? []).map((hour) => [hour.t, hour])).values()];
          const until = { fromMs: DAY, toMs: DAY + untilMs };
          return readyCost({ ...TWO, instances }, { perHour, whileBusy }, busy, until);
        });
        for (const { kept, used, idle } of costs) {
          expect(used + idle).toBe(kept);
          expect(idle >= 0n && used >= 0n).toBe(true);
        }
        const sum = addReadyCosts(costs);
        expect(sum.used + sum.idle).toBe(sum.kept);
      }),
    );
  });
});
