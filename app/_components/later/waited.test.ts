import { expect, it } from 'vitest';
import { waited } from './waited';

it('ends with the answer or its failure, however long it might have waited', async () => {
  const aDay = 86_400_000;
  await waited(Promise.resolve(1), aDay);
  await waited(Promise.reject(new Error('the store is busy')), aDay);
});

it('ends when the time is over, and the answer may come later', async () => {
  let answer: (value: number) => void = () => {};
  const coming = new Promise<number>((resolve) => {
    answer = resolve;
  });
  await waited(coming, 1);
  answer(7);
  expect(await coming).toBe(7);
});
