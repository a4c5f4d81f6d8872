import { expect, it } from 'vitest';
import { createBreaks } from './breaks';

/** Work that takes a given number of milliseconds on a clock that nothing else advances. */
function setUp() {
  let clock = 0;
  const waited: number[] = [];
  const { inTurn: run, whenRested } = createBreaks({
    now: () => clock,
    async wait(ms) {
      waited.push(clock);
      clock += ms;
    },
  });
  const work = (ms: number) =>
    run(async () => {
      clock += ms;
      return clock;
    });
  const canWait = (ms: number) =>
    whenRested(async () => {
      clock += ms;
      return clock;
    });
  return { work, canWait, run, waited, idle: (ms: number) => (clock += ms) };
}

it('leaves the database to others again and again while there is always more to do', async () => {
  const { work, waited } = setUp();
  await Promise.all(Array.from({ length: 9 }, () => work(100)));
  expect(waited).toEqual([200, 425, 650, 875]);
});

it('waits for nothing where there are pauses anyway', async () => {
  const { work, waited, idle } = setUp();
  for (let turn = 0; turn < 20; turn += 1) {
    await work(100);
    idle(25);
  }
  expect(waited).toEqual([]);
});

it('waits only for what a pause lacks', async () => {
  const { work, waited, idle } = setUp();
  const ends: number[] = [];
  for (let turn = 0; turn < 6; turn += 1) {
    ends.push(await work(100));
    idle(15);
  }
  expect(waited).toEqual([230, 470]);
  expect(ends).toEqual([100, 215, 340, 455, 580, 695]);
});

it('what can wait rests in time, so that what cannot need not', async () => {
  const { work, canWait, waited, idle } = setUp();
  const done: (number | null)[] = [];
  for (let turn = 0; turn < 4; turn += 1) {
    await work(60);
    for (let slice = 0; slice < 3; slice += 1) done.push(await canWait(10));
    idle(25);
  }
  expect(done.map((end) => end !== null)).toEqual([0, 1, 2, 3].flatMap(() => [true, true, false]));
  expect(waited).toEqual([]);
});

it('what can wait takes its turn among others, that it comes at all', async () => {
  const { work, canWait } = setUp();
  const [, tidied] = await Promise.all([work(100), canWait(10), work(100)]);
  expect(tidied).toBe(110);
});

it('does one thing after another, and goes on after a failure', async () => {
  const { work, run } = setUp();
  const failed = run(() => Promise.reject(new Error('no')));
  const both = [work(5), work(5)];
  await expect(failed).rejects.toThrow('no');
  expect(await Promise.all(both)).toEqual([5, 10]);
});
