import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ByteBudget } from './byte-budget';

const overloaded = expect.objectContaining({ code: 'overloaded' });

it('lets the only request take more than several together, and no more than that', () => {
  const budget = new ByteBudget(60, 90);
  const only = budget.open('a');
  only.take(50);
  only.take(40);
  expect(() => only.take(1)).toThrowError(overloaded);
  only.release();
  budget.open('a').take(30);
  expect(() => budget.open('b').take(31)).toThrowError(overloaded);
});

it('says before whether something would fit, and holds nothing for it', () => {
  const budget = new ByteBudget(90);
  budget.open('a').take(30);
  const second = budget.open('a');
  expect(() => second.expect(40)).toThrowError(overloaded);
  for (let count = 0; count < 10; count += 1) second.expect(20);
  second.take(20);
});

it('leaves room for others when one sender has many requests', () => {
  const budget = new ByteBudget(90);
  for (let count = 0; count < 6; count += 1) budget.open('noisy').take(10);
  expect(() => budget.open('noisy').take(10)).toThrowError(overloaded);
  budget.open('quiet').take(10);
});

it('leaves room for a new sender, however many take as much as they get', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(20), fc.integer({ min: 1, max: 5_000 })), { maxLength: 500 }),
      (takes) => {
        const budget = new ByteBudget(100_000);
        const taken = new Map<string, number>();
        for (const [sender, bytes] of takes) {
          try {
            budget.open(String(sender)).take(bytes);
            taken.set(String(sender), (taken.get(String(sender)) ?? 0) + bytes);
          } catch {}
        }
        const used = [...taken.values()].reduce((sum, bytes) => sum + bytes, 0);
        expect(used).toBeLessThanOrEqual(100_000);
        budget.open('new').take(Math.floor((100_000 - used) / 2));
      },
    ),
  );
});

it('gives back what a request held, and gives nothing to one that is over', () => {
  const budget = new ByteBudget(10);
  const one = budget.open('a');
  one.take(10);
  one.release();
  expect(() => one.take(1)).toThrowError(overloaded);
  budget.open('b').take(10);
});
