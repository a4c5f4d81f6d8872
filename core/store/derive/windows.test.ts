import { expect, it } from 'vitest';
import { windowsOf } from './windows';

const MINUTE_NS = 60_000_000_000n;
const DAY_NS = 1_440n * MINUTE_NS;
const at = (name: string, fromNs: bigint, untilNs = fromNs) => ({ name, fromNs, untilNs });

it('joins what is close together of one function, so that one old time makes nobody read all since', () => {
  const years = 900n * DAY_NS;
  expect(
    windowsOf([
      at('b', years),
      at('a', years),
      at('a', 0n),
      at('a', years + MINUTE_NS),
      at('a', 5n, MINUTE_NS),
    ]),
  ).toEqual([at('a', 0n, MINUTE_NS), at('a', years, years + MINUTE_NS), at('b', years)]);
});

it('keeps the end of the longest of those that overlap', () => {
  expect(windowsOf([at('a', 0n, 9n), at('a', 1n, 2n)])).toEqual([at('a', 0n, 9n)]);
  expect(windowsOf([])).toEqual([]);
});
