import { expect, it } from 'vitest';
import { attemptsOf } from './attempts';

const at = (requestKey: string | null, time: string) => ({
  requestKey,
  startTime: `2026-11-21T${time}Z`,
});

it('counts the attempts at each request that had several, and names the minutes that have them all', () => {
  const invocations = [
    at('message:sqs:1', '10:00:30.000'),
    at(null, '10:00:31.000'),
    at('invocation:a', '10:00:32.000'),
    at('message:sqs:1', '10:02:00.000'),
    at('message:sqs:1', '10:01:59.999'),
    at(null, '10:05:00.000'),
  ];
  expect(attemptsOf(invocations)).toEqual([
    {
      requestKey: 'message:sqs:1',
      count: 3,
      from: '2026-11-21T10:00:00.000Z',
      to: '2026-11-21T10:03:00.000Z',
    },
  ]);
});
