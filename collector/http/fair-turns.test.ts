import { setImmediate } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { FairTurns } from './fair-turns';

/** Work that ends when told to. */
function lineUp(turns: FairTurns) {
  const started: string[] = [];
  const ends = new Map<string, () => void>();
  const done: Promise<string>[] = [];
  return {
    started,
    done,
    add(sender: string, name: string) {
      done.push(
        turns.run(sender, () => {
          started.push(name);
          return new Promise<string>((resolve) => ends.set(name, () => resolve(name)));
        }),
      );
    },
    async end(name: string) {
      ends.get(name)?.();
      for (let turn = 0; turn < 5; turn += 1) await setImmediate();
    },
  };
}

it('leaves a place for others, however much one sender lines up', async () => {
  const { add, started, end } = lineUp(new FairTurns(3));
  for (let number = 0; number < 100; number += 1) add('noisy', `noisy ${number}`);
  await setImmediate();
  expect(started).toEqual(['noisy 0', 'noisy 1']);
  add('quiet', 'quiet 0');
  add('quiet', 'quiet 1');
  expect(started.at(-1)).toBe('quiet 0');
  await end('noisy 0');
  expect(started.slice(3)).toEqual(['noisy 2']);
  await end('noisy 1');
  expect(started.slice(4)).toEqual(['quiet 1']);
});

it('takes senders with as much under way in turn', async () => {
  const { add, started, end } = lineUp(new FairTurns(2));
  for (const sender of ['a', 'b', 'c', 'd']) for (const number of [1, 2]) add(sender, `${sender}${number}`);
  for (let next = 0; next < 6; next += 1) await end(started[next] ?? '');
  expect(started).toEqual(['a1', 'b1', 'c1', 'd1', 'a2', 'b2', 'c2', 'd2']);
});

it('passes results and errors on, and goes on after an error', async () => {
  const turns = new FairTurns(2);
  const failing = turns.run('a', () => Promise.reject(new Error('broken')));
  const working = Array.from({ length: 5 }, (_, number) => turns.run('a', () => number));
  await expect(failing).rejects.toThrow('broken');
  expect(await Promise.all(working)).toEqual([0, 1, 2, 3, 4]);
});
