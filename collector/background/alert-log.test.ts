import pino from 'pino';
import { expect, it } from 'vitest';
import { alertLog } from './alert-log';

it('tells of what fails each time once a minute, and of each message that was not delivered', () => {
  const lines: { msg: string; channel?: string }[] = [];
  let clock = 0;
  const damaged: (readonly [string, string])[] = [];
  const log = alertLog(
    pino({}, { write: (line: string) => lines.push(JSON.parse(line)) }),
    (met, reason) => damaged.push([met, reason]),
    () => clock,
  );
  for (; clock < 120_000; clock += 1000) log.warn({ err: new Error('away') }, 'the outbox cannot be read');
  expect(lines.map(({ msg }) => msg)).toEqual(Array(2).fill('the outbox cannot be read'));
  for (const channel of ['chat', 'mail']) log.warn({ channel, error: 'gone' }, 'a message was not delivered');
  expect(lines.slice(2).map(({ channel }) => channel)).toEqual(['chat', 'mail']);

  const malformed = 'database disk image is malformed';
  log.warn({ err: new Error(malformed) }, 'the outbox cannot be read');
  log.warn({ ruleId: 'rul_1', error: malformed, rules: 1 }, 'some rules could not be evaluated');
  expect(damaged).toEqual([
    ['the outbox cannot be read', malformed],
    ['some rules could not be evaluated', malformed],
  ]);
  expect(lines).toHaveLength(4);
});
