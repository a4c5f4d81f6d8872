import { expect, it } from 'vitest';
import { createBreaks } from './breaks';

/** Work that takes so many milliseconds of a clock which nothing else moves. */
function setUp() {
  let clock = 0;
  const waited: number[] = [];
  const run = createBreaks({
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
  return { work, run, waited, idle: (ms: number) => (clock += ms) };
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

it('does one thing after another, and goes on after a failure', async () => {
  const { work, run } = setUp();
  const failed = run(() => Promise.reject(new Error('no')));
  const both = [work(5), work(5)];
  await expect(failed).rejects.toThrow('no');
  expect(await Promise.all(both)).toEqual([5, 10]);
});
