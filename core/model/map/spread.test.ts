import { expect, it } from 'vitest';
import { scaledUp, spread } from './spread';

it('has items of every part of the whole among the first ones', () => {
  const items = Array.from({ length: 1000 }, (_, index) => index);
  const mixed = spread(items);
  expect(mixed.toSorted((a, b) => a - b)).toEqual(items);
  for (const taken of [20, 50, 137]) {
    const parts = [0, 1, 2, 3].map(
      (part) => mixed.slice(0, taken).filter((item) => Math.floor(item / 250) === part).length,
    );
    for (const count of parts) expect(Math.abs(count - taken / 4)).toBeLessThan(taken / 12 + 2);
  }
});

it('scales up what some say with its error, and takes what all say as it is', () => {
  expect(scaledUp([1, 2, 1], { lookedAt: 10, all: 10 })).toEqual({ count: 4, standardError: 0 });
  const half = scaledUp(
    Array.from({ length: 50 }, () => 1),
    { lookedAt: 100, all: 1000 },
  );
  expect(half.count).toBe(500);
  // Half of a hundred draws: off by five in a hundred, slightly less because a tenth of all were drawn.
  expect(half.standardError).toBeCloseTo(1000 * 0.05 * Math.sqrt(0.9), 0);
});

it('is not certain of the others because all that were looked at say the same', () => {
  expect(scaledUp([1], { lookedAt: 1, all: 5000 })).toEqual({
    count: 5000,
    standardError: expect.closeTo(2500, -1),
  });
  const most = scaledUp(
    Array.from({ length: 300 }, () => 1),
    { lookedAt: 300, all: 5000 },
  );
  expect(most.count).toBe(5000);
  expect(most.standardError).toBeCloseTo(16, 0);
});

it('is right within three times its error for what happens every seventh time', () => {
  const all = 5000;
  const mixed = spread(Array.from({ length: all }, (_, index) => Number(index % 7 === 0)));
  const seen = mixed.slice(0, 200);
  const { count, standardError } = scaledUp(seen, { lookedAt: 200, all });
  expect(Math.abs(count - all / 7)).toBeLessThan(3 * standardError);
});

it('takes on the errors of what it scales up, and is exact for estimates that are', () => {
  const exact = { count: 3, standardError: 0 };
  expect(scaledUp([exact, exact], { lookedAt: 2, all: 2 })).toEqual({ count: 6, standardError: 0 });
  const rough = { count: 3, standardError: 2 };
  expect(scaledUp([rough, rough, rough, rough], { lookedAt: 4, all: 4 })).toEqual({
    count: 12,
    standardError: 4,
  });
  const some = scaledUp([rough, rough, rough, rough], { lookedAt: 4, all: 16 });
  expect(some.count).toBe(48);
  expect(some.standardError).toBeGreaterThan(8);
  expect(scaledUp([], { lookedAt: 0, all: 5 })).toEqual({ count: 0, standardError: 0 });
});
