import { expect, it } from 'vitest';
import { durationTicks } from './duration-ticks';

/** So many bands, each twice as long as the one below. */
const bandsFrom = (fromMs: number, count: number) =>
  Array.from({ length: count }, (_, n) => ({ fromMs: fromMs * 2 ** n, toMs: fromMs * 2 ** (n + 1) }));

it('marks round durations where they lie', () => {
  const ticks = durationTicks(bandsFrom(0.5, 12));
  expect(ticks.map(({ ms }) => ms)).toEqual([1, 10, 100, 1000]);
  expect(ticks[0]?.at).toBeCloseTo(1 / 12);
  expect(ticks[1]?.at).toBeCloseTo(Math.log2(20) / 12);
});

it('marks more between where few are round, and the ends where none is', () => {
  expect(durationTicks(bandsFrom(40, 3)).map(({ ms }) => ms)).toEqual([50, 100, 200]);
  expect(durationTicks(bandsFrom(21, 1))).toEqual([
    { ms: 21, at: 0 },
    { ms: 42, at: 1 },
  ]);
  expect(durationTicks([])).toEqual([]);
});

it('places what lies in a band from 0', () => {
  const bands = [{ fromMs: 0, toMs: 2 }, ...bandsFrom(2, 8)];
  expect(durationTicks(bands).find(({ ms }) => ms === 1)?.at).toBeCloseTo(0.5 / 9);
});
