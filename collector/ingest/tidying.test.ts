import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FaaslensError } from '@/core/errors';
import { createTidying, type Tidying } from './tidying';

/** A store with a number of slices of work left, each of which takes all the time that it may. */
let work: number;
let backlog: number;
let longest: number;
let slices: number;
let failure: Error | null;
let defects: string[];
let failures: string[];
let tidying: Tidying;

beforeEach(() => {
  vi.useFakeTimers();
  [work, backlog, longest, slices, failure, defects, failures] = [0, 0, 0, 0, null, [], []];
  tidying = createTidying({
    tidy: async (budgetMs) => {
      slices += 1;
      longest = Math.max(longest, budgetMs);
      if (failure) throw failure;
      await new Promise((resolve) => setTimeout(resolve, budgetMs));
      work -= 1;
      return work > 0;
    },
    backlog: () => backlog,
    now: () => Date.now(),
    onDefect: (defect) => defects.push(defect),
    onFailed: (reason) => failures.push(reason),
  });
});
afterEach(() => {
  vi.useRealTimers();
});

async function settled(): Promise<void> {
  await vi.advanceTimersByTimeAsync(500);
  slices = 0;
}

test('what the thread before left is tidied without any submission', async () => {
  work = 3;
  await vi.advanceTimersByTimeAsync(500);
  expect(slices).toBe(3);
});

test('after a submission all work is done in slices, and then nothing more', async () => {
  await settled();
  work = 10;
  tidying.begin();
  await vi.advanceTimersByTimeAsync(500);
  expect(slices).toBe(0);
  tidying.end();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(slices).toBe(10);
});

test('while nothing waits slices are short, because what comes next has to wait for one', async () => {
  work = 3;
  await settled();
  expect(longest).toBeLessThan(10);
  work = 3;
  tidying.begin();
  tidying.begin();
  tidying.end();
  await settled();
  expect(longest).toBe(20);
});

test.each([
  [0, 0.1],
  [1, 0.1],
  [2, 0.3],
  [3, 0.5],
  [900, 0.5],
])(
  'while submissions always wait, a store with a backlog of %d gives it %d of the time',
  async (size, share) => {
    await settled();
    [work, backlog] = [Number.POSITIVE_INFINITY, size];
    tidying.begin();
    for (let ms = 0; ms < 10_000; ms += 5) {
      tidying.begin();
      tidying.end();
      await vi.advanceTimersByTimeAsync(5);
    }
    expect(slices * 20).toBeGreaterThan(10_000 * share * 0.8);
    expect(slices * 20).toBeLessThan(10_000 * share * 1.2);
  },
);

test('while pauses give it more than a tenth of the time, none of it begins while a submission waits', async () => {
  work = Number.POSITIVE_INFINITY;
  await settled();
  for (let turn = 0; turn < 100; turn += 1) {
    // The next submission arrives before the last one is answered, then there is a pause.
    tidying.begin();
    await vi.advanceTimersByTimeAsync(30);
    tidying.begin();
    tidying.end();
    await vi.advanceTimersByTimeAsync(30);
    tidying.end();
    await vi.advanceTimersByTimeAsync(turn % 4 === 0 ? 60 : 5);
  }
  expect(slices).toBeGreaterThan(75);
  expect(longest).toBeLessThan(10);
});

test('a pause is used though a slice just before it ended while a submission waited', async () => {
  await settled();
  work = Number.POSITIVE_INFINITY;
  tidying.begin();
  tidying.end();
  await vi.advanceTimersByTimeAsync(12);
  expect(slices).toBe(1);
  tidying.begin();
  await vi.advanceTimersByTimeAsync(20);
  tidying.end();
  await vi.advanceTimersByTimeAsync(12);
  expect(slices).toBe(2);
});

test('a store that is locked or full is tried again, also without a submission', async () => {
  await settled();
  failure = new FaaslensError('unavailable', 'locked');
  tidying.begin();
  tidying.end();
  await vi.advanceTimersByTimeAsync(3_500);
  expect(slices).toBeGreaterThanOrEqual(3);
  expect(slices).toBeLessThanOrEqual(4);
  failure = null;
  work = 1;
  await vi.advanceTimersByTimeAsync(1_500);
  expect(work).toBe(0);
  expect(defects).toEqual([]);
});

test('what goes on failing is told, but not what others hold up for a moment', async () => {
  await settled();
  failure = new FaaslensError('unavailable', 'damaged');
  tidying.begin();
  tidying.end();
  await vi.advanceTimersByTimeAsync(5_000);
  failure = null;
  await vi.advanceTimersByTimeAsync(1_500);
  expect(failures).toEqual([]);
  failure = new FaaslensError('unavailable', 'damaged');
  tidying.begin();
  tidying.end();
  await vi.advanceTimersByTimeAsync(15_000);
  expect(failures.length).toBeGreaterThan(2);
  expect(new Set(failures)).toEqual(new Set(['damaged']));
});

test('a defect is told once and ends it, and submissions go on', async () => {
  await settled();
  failure = new Error('a block is damaged');
  for (let count = 0; count < 3; count += 1) {
    tidying.begin();
    tidying.end();
    await vi.advanceTimersByTimeAsync(500);
  }
  expect(slices).toBe(1);
  expect(defects).toEqual([expect.stringContaining('a block is damaged')]);
});

test('a slice that was refused is tried again after a rest', async () => {
  let asked = 0;
  const resting = createTidying({
    tidy: async () => {
      asked += 1;
      return true;
    },
    workedMs: () => 0,
    now: () => Date.now(),
    onDefect: (defect) => defects.push(defect),
  });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(asked).toBeGreaterThan(30);
  expect(asked).toBeLessThan(45);
  await resting.stop();
});

test('stopping waits for the slice that runs, and no other follows', async () => {
  await settled();
  work = 100;
  tidying.begin();
  tidying.end();
  await vi.advanceTimersByTimeAsync(15);
  expect(slices).toBe(1);
  const stopped = tidying.stop();
  await vi.advanceTimersByTimeAsync(1_000);
  await stopped;
  expect([slices, work]).toEqual([1, 99]);
});

test('without any submission it looks twice a minute whether something has fallen due', async () => {
  await settled();
  await vi.advanceTimersByTimeAsync(120_000);
  expect(slices).toBe(4);
  await tidying.stop();
  await vi.advanceTimersByTimeAsync(120_000);
  expect(slices).toBe(4);
});

test('waiting behind what was submitted is no work of its own: a tenth of the time is still given to it', async () => {
  let worked = 0;
  const waiting = createTidying({
    // Always two groups of 80 ms ahead of it.
    tidy: async (budgetMs) => {
      await new Promise((resolve) => setTimeout(resolve, 160 + budgetMs));
      worked += budgetMs;
      return true;
    },
    workedMs: () => 20,
    now: () => Date.now(),
    onDefect: (defect) => defects.push(defect),
  });
  waiting.begin();
  for (let ms = 0; ms < 10_000; ms += 5) {
    waiting.begin();
    waiting.end();
    await vi.advanceTimersByTimeAsync(5);
  }
  expect(worked).toBeGreaterThan(800);
  expect(worked).toBeLessThan(1_200);
});
