import pino from 'pino';
import { expect, test } from 'vitest';
import type { Ingest } from '../ingest/ingest';
import { noteIgnoredPoints } from './ignored-points';
import { createIntake } from './intake';

const HOUR_MS = 3_600_000;

function recorder() {
  const lines: { level: number; msg: string; ignoredPoints: number; keyId: string | null }[] = [];
  const log = pino({ level: 'info' }, { write: (line: string) => lines.push(JSON.parse(line)) });
  return { log, told: () => lines.map(({ keyId, ignoredPoints }) => [keyId, ignoredPoints]), lines };
}

test('ignored data points are told once an hour for each sender, with all since the start', () => {
  const { log, told, lines } = recorder();
  let nowMs = 1_000;
  const note = noteIgnoredPoints(log, () => nowMs);
  note('', 0);
  expect(told()).toEqual([]);
  note('', 3);
  note('', 4);
  note('key', 2);
  expect(told()).toEqual([
    [null, 3],
    ['key', 2],
  ]);
  nowMs += HOUR_MS - 1;
  note('', 1);
  expect(told()).toHaveLength(2);
  nowMs += 1;
  note('', 1);
  expect(told().at(-1)).toEqual([null, 9]);
  expect(lines.map(({ level }) => level)).toEqual([30, 30, 30]);
});

test('the intake tells of what the ingest ignored', async () => {
  const { log, told } = recorder();
  const ingest: Ingest = {
    alive: true,
    submit: async () => ({ rejected: { count: 0, message: '' }, records: 5, ignored: 5 }),
    close: async () => {},
  };
  const intake = createIntake({
    config: { keyLimits: { requests: 10, bytesPerSecond: null, spansPerSecond: null } },
    ingest,
    door: { authorize: async () => ({ scope: 'ingest', keyId: 'key', session: null, environment: null }) },
    log,
  });
  await intake.accept(
    { scope: 'ingest', keyId: 'key', session: null, environment: null },
    {
      signal: 'metrics',
      encoding: 'json',
      remote: '127.0.0.1',
      announced: { bytes: 0, isCompressed: false },
      read: async () => ({ body: new Uint8Array(2), coding: 'identity' }),
    },
  );
  expect(told()).toEqual([['key', 5]]);
});
