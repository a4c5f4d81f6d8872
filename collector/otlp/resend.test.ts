import { describe, expect, test } from 'vitest';
import { cpuMs } from '@/core/testing/cpu-ms';
import { decodeLogs, decodeTraces } from './decode';

const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const line = (text: string, more: object = {}) => ({
  timeUnixNano: '1772323200000000000',
  body: { stringValue: text },
  ...more,
});
const group = (records: readonly object[], service = 'orders') => ({
  resource: { attributes: [{ key: 'service.name', value: { stringValue: service } }] },
  scopeLogs: [{ scope: { name: 'console' }, logRecords: records }],
});
const repeatsOf = (...groups: object[]) =>
  decodeLogs(bytes({ resourceLogs: groups }), 'json', 1n).logs.map(({ repeat }) => repeat);

describe('equal log records of one body are numbered', () => {
  test('in their order, each kind of its own', () => {
    const other = line('other');
    expect(repeatsOf(group([line('retry'), other, line('retry'), other, line('retry')]))).toEqual([
      0, 0, 1, 1, 2,
    ]);
  });

  test('only when they are equal in everything', () => {
    const attributes = [{ key: 'k', value: { intValue: '1' } }];
    expect(
      repeatsOf(
        group([
          line('retry'),
          line('retry', { attributes }),
          line('retry', { severityText: 'WARN' }),
          line('retry', { severityNumber: 9 }),
          line('retry', { traceId: 'a'.repeat(32) }),
          line('retry', { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16) }),
          line('retry', { timeUnixNano: '1772323200000000001' }),
          line('Retry'),
        ]),
        group([line('retry')], 'payments'),
      ),
    ).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0]);
  });

  test('also across groups of one resource', () => {
    expect(repeatsOf(group([line('retry')]), group([line('retry')]))).toEqual([0, 1]);
  });

  test('the same at any time of receipt', () => {
    const body = bytes({
      resourceLogs: [group([{ body: { stringValue: 'a' } }, { body: { stringValue: 'a' } }])],
    });
    const decoded = [5n, 9n].map((receivedNs) => decodeLogs(body, 'json', receivedNs).logs);
    expect(
      decoded.map((logs) => logs.map(({ timeNs, timeIsReceipt, repeat }) => [timeNs, timeIsReceipt, repeat])),
    ).toEqual([
      [
        [5n, true, 0],
        [5n, true, 1],
      ],
      [
        [9n, true, 0],
        [9n, true, 1],
      ],
    ]);
  });

  test('50,000 different ones of one moment take a moment', () => {
    const records = Array.from({ length: 50_000 }, (_, index) => line(`line ${index}`));
    const ms = cpuMs(() => expect(new Set(repeatsOf(group(records)))).toEqual(new Set([0])));
    expect(ms).toBeLessThan(30_000);
  });
});

test('a time that stands in for one that was not sent is marked as such', () => {
  const ids = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16) };
  const decode = (span: object) =>
    decodeTraces(bytes({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] }), 'json', 7n).spans[0];
  expect(decode(ids)).toMatchObject({ startNs: 7n, timeIsReceipt: true });
  expect(decode({ ...ids, endTimeUnixNano: '5' })).toMatchObject({ startNs: 5n, timeIsReceipt: false });
  const [log] = decodeLogs(bytes({ resourceLogs: [group([line('x')])] }), 'json', 7n).logs;
  expect(log).toMatchObject({ timeIsReceipt: false });
});
