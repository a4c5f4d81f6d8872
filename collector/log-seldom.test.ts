import pino from 'pino';
import { expect, it } from 'vitest';
import { logSeldom } from './log-seldom';

it('tells of each fault once a minute, also once the clock was set back', () => {
  const lines: string[] = [];
  let clock = 1_700_000_000_000;
  const warn = logSeldom(
    pino({}, { write: (line: string) => lines.push(JSON.parse(line).msg) }),
    () => clock,
  );
  const fail = () => warn('the disk is full', {});
  for (const _ of [1, 2]) fail();
  expect(lines).toHaveLength(1);
  clock -= 3_600_000;
  for (const _ of [1, 2]) fail();
  expect(lines).toHaveLength(2);
  clock += 60_000;
  fail();
  expect(lines).toEqual(Array(3).fill('the disk is full'));
});
