import { describe, expect, test } from 'vitest';
import { groupEstimate } from './group-estimate';
import { shuffled } from './shuffled';

const counts = (entries: Record<string, number>) => new Map(Object.entries(entries));

describe('the estimate of groups', () => {
  test('is the count when every block was added', () => {
    const estimate = groupEstimate();
    estimate.add(100, counts({ a: 10, b: 5 }));
    estimate.add(300, counts({ b: 20 }));
    estimate.takeBack('a');
    expect(estimate.result({ blocks: 2, spans: 400 }, 10)).toEqual([
      { value: 'b', spans: 25, standardError: 0 },
      { value: 'a', spans: 9, standardError: 0 },
    ]);
  });

  test('is scaled by spans, not by blocks, because blocks differ in size', () => {
    const estimate = groupEstimate();
    estimate.add(100, counts({ a: 10 }));
    estimate.add(300, counts({ a: 30 }));
    const [group] = estimate.result({ blocks: 10, spans: 1000 }, 1);
    // Every block has a tenth of its spans there: no doubt is left by the sample.
    expect(group?.spans).toBe(100);
    expect(group?.standardError).toBeCloseTo(0, 3);
  });

  test('of one block among many has no known error', () => {
    const estimate = groupEstimate();
    estimate.add(100, counts({ a: 1 }));
    expect(estimate.result({ blocks: 3, spans: 300 }, 1)).toEqual([
      { value: 'a', spans: 3, standardError: null },
    ]);
  });

  test('lies within two standard errors of the truth about 19 times out of 20', () => {
    // Blocks of uneven size in which the value is uneven too; all numbers follow from the block's number.
    const blocks = Array.from({ length: 200 }, (_, number) => {
      const size = 50 + ((number * 7919) % 100);
      return { number, size, has: Math.floor((size * (10 + ((number * 104_729) % 37))) / 100) };
    });
    const truth = blocks.reduce((sum, { has }) => sum + has, 0);
    const spans = blocks.reduce((sum, { size }) => sum + size, 0);
    let within = 0;
    for (let seed = 0; seed < 400; seed += 1) {
      const estimate = groupEstimate();
      const chosen = new Set(
        shuffled(
          blocks.map(({ number }) => number),
          seed,
        ).slice(0, 40),
      );
      for (const { number, size, has } of blocks)
        if (chosen.has(number)) estimate.add(size, counts({ a: has }));
      const [group] = estimate.result({ blocks: 200, spans }, 1);
      if (Math.abs((group?.spans ?? 0) - truth) <= 2 * (group?.standardError ?? 0)) within += 1;
    }
    expect(within / 400).toBeGreaterThan(0.9);
    expect(within / 400).toBeLessThan(0.99);
  });

  test('follows a bounded number of values, and says when it dropped some', () => {
    const estimate = groupEstimate(4);
    estimate.add(10, counts({ frequent: 5, a: 1, b: 1 }));
    expect(estimate.droppedValues).toBe(false);
    estimate.add(10, counts({ c: 1, d: 1, frequent: 1 }));
    expect(estimate.droppedValues).toBe(true);
    expect(estimate.result({ blocks: 2, spans: 20 }, 10)[0]).toMatchObject({ value: 'frequent', spans: 6 });
  });
});

describe('a shuffled order', () => {
  const numbers = Array.from({ length: 50 }, (_, index) => index + 1);

  test('holds every item once and follows from the seed', () => {
    expect(shuffled(numbers, 3).toSorted((a, b) => a - b)).toEqual(numbers);
    expect(shuffled(numbers, 3)).toEqual(shuffled(numbers.toReversed(), 3));
    expect(shuffled(numbers, 3)).not.toEqual(shuffled(numbers, 4));
  });

  test('stays as it is for those that were there before others came', () => {
    expect(shuffled(numbers, 7).filter((item) => item <= 20)).toEqual(shuffled(numbers.slice(0, 20), 7));
  });
});
