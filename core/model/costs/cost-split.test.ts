import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Price } from '../invocation';
import { COST_LINES, MOST_DEPENDENCIES_OF_INVOCATION, splitCost } from './cost-split';
import { UNKNOWN_TIME } from './time-spent';

const MS = 1_000_000;

function priceOf(billedMs: number | null, set: Partial<NonNullable<Price['basis']>> = {}): Price {
  const basis = { request: 0n, time: 0n, cpu: 0n, initMs: 0, product: 'aws/lambda', ...set };
  return {
    billedDurationMs: billedMs,
    cost: basis.request + basis.time + basis.cpu,
    precision: 'exact',
    note: null,
    basis,
  };
}

const spent = (waiting: Readonly<Record<string, number>>, set: Partial<typeof UNKNOWN_TIME> = {}) => ({
  ...UNKNOWN_TIME,
  waitingNs: new Map(Object.entries(waiting).map(([dependency, ms]) => [dependency, ms * MS])),
  ...set,
});

const ran = (ms: number) => ({
  durationNs: BigInt(Math.round(ms * MS)),
  initDurationMs: null,
  source: 'faaslens' as const,
});

describe('splitCost', () => {
  it('shares the price of time between work, waiting and init, and keeps the fee apart', () => {
    const price = priceOf(200, { request: 200_000n, time: 2_000_000n, initMs: 100 });
    const split = splitCost(ran(99.5), price, spent({ 'a.example.com': 40, 'b.example.com': 20 }));
    expect(split).toEqual({
      lines: {
        work: 400_000n,
        waiting: 600_000n,
        init: 1_000_000n,
        telemetry: 0n,
        request: 200_000n,
        untraced: 0n,
      },
      waiting: [
        { dependency: 'a.example.com', waitedNs: 40 * MS, cost: 400_000n },
        { dependency: 'b.example.com', waitedNs: 20 * MS, cost: 200_000n },
      ],
      isRetry: false,
    });
  });

  it('counts the loading of the wrapper within the init, and its flush only as far as it was billed', () => {
    const price = priceOf(220, { time: 2_200_000n, initMs: 100 });
    const split = splitCost(ran(90), price, spent({}, { loadMs: 25, flushMs: 500 }));
    expect(split?.lines).toMatchObject({ init: 750_000n, telemetry: 550_000n, work: 900_000n });
    const unreported = splitCost(ran(120), priceOf(120, { time: 1_200_000n }), spent({}, { flushMs: 40 }));
    expect(unreported?.lines).toMatchObject({ telemetry: 0n, work: 1_200_000n });
  });

  it('charges nothing for waiting where only computing is paid', () => {
    const split = splitCost(ran(100), priceOf(3, { request: 300_000n, cpu: 60_000n }), spent({ a: 97 }));
    expect(split?.lines).toMatchObject({ waiting: 0n, work: 60_000n, request: 300_000n });
    expect(split?.waiting).toEqual([]);
  });

  it('shrinks waiting with the time that is billed of an instance that others share', () => {
    const split = splitCost(ran(100), priceOf(25, { time: 1_000_000n }), spent({ a: 50 }));
    expect(split?.lines).toMatchObject({ waiting: 500_000n, work: 500_000n });
  });

  it('knows nothing of what an execution without a span did', () => {
    const orphan = { ...ran(100), source: 'platform' as const };
    const split = splitCost(orphan, priceOf(100, { time: 1_000_000n, request: 5n }), UNKNOWN_TIME);
    expect(split?.lines).toMatchObject({ untraced: 1_000_000n, work: 0n, request: 5n });
  });

  it('takes all of a cost for time when its basis is unknown, and splits no unknown cost', () => {
    const bare = { billedDurationMs: 10, cost: 1000n, precision: 'estimated', note: null } as const;
    expect(splitCost(ran(10), bare, spent({ a: 5 }))?.lines).toMatchObject({ work: 500n, waiting: 500n });
    expect(splitCost(ran(10), { ...bare, cost: null }, UNKNOWN_TIME)).toBeNull();
  });

  it('tells so many dependencies apart, the longest waits first', () => {
    const many = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`host-${index}`, index + 1]));
    const split = splitCost(ran(1000), priceOf(1000, { time: 10n ** 12n }), spent(many));
    expect(split?.waiting).toHaveLength(MOST_DEPENDENCIES_OF_INVOCATION);
    const waitedNs = split?.waiting.map((one) => [one.dependency, one.waitedNs / MS]) ?? [];
    expect(Object.fromEntries(waitedNs)).toMatchObject({ 'host-39': 40, 'host-25': 26, '': 325 });
  });

  it('gives parts that add up to the cost to the last digit, whatever was spent', () => {
    const amount = fc.bigInt({ min: 0n, max: 10n ** 13n });
    const ms = fc.double({ min: 0, max: 900_000, noNaN: true });
    const anything = fc.record({
      request: amount,
      time: amount,
      cpu: amount,
      initMs: ms,
      billedMs: fc.option(ms),
      durationMs: ms,
      loadMs: ms,
      flushMs: ms,
      waits: fc.dictionary(fc.string({ maxLength: 3 }), fc.nat({ max: 900_000_000_000 }), { maxKeys: 30 }),
      source: fc.constantFrom('faaslens' as const, 'platform' as const),
    });
    fc.assert(
      fc.property(anything, ({ billedMs, durationMs, waits, source, loadMs, flushMs, ...basis }) => {
        const price = priceOf(billedMs, basis);
        const split = splitCost({ ...ran(durationMs), source }, price, {
          ...UNKNOWN_TIME,
          waitingNs: new Map(Object.entries(waits)),
          loadMs,
          flushMs,
        });
        const lines = COST_LINES.map((line) => split?.lines[line] ?? 0n);
        expect(lines.reduce((sum, one) => sum + one, 0n)).toBe(price.cost);
        expect(lines.every((one) => one >= 0n)).toBe(true);
        expect(split?.waiting.reduce((sum, one) => sum + one.cost, 0n)).toBe(split?.lines.waiting);
      }),
    );
  });
});
