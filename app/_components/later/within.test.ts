import { expect, it } from 'vitest';
import { within } from './within';

const A_DAY = 86_400_000;

it('is the answer when it comes in time, however long it might have waited', async () => {
  expect(await within(Promise.resolve(1), A_DAY)).toEqual({ answer: 1 });
  const empty = await within(Promise.resolve(null), A_DAY);
  expect(empty).toEqual({ answer: null });
});

it('leaves a failure to who shows the answer', async () => {
  const failed = Promise.reject(new Error('the store is busy'));
  expect(await within(failed, A_DAY)).toEqual({ coming: failed });
});

it('is what will come when the time is over', async () => {
  let answer: (value: number) => void = () => {};
  const coming = new Promise<number>((resolve) => {
    answer = resolve;
  });
  const soon = await within(coming, 1);
  answer(7);
  expect('coming' in soon && (await soon.coming)).toBe(7);
});
