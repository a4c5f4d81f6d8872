import { describe, expect, it } from 'vitest';
import { errorOfLog } from '@/core/model/errors/from-log';
import { factsOfLog } from '@/core/model/platform/facts-of-log';
import { feedSource } from './delivery';
import { logsOfTelemetryApi } from './telemetry-api';

const REQUEST = '6f747d00-2b05-4b43-8c86-c3a4ec0a5b1d';
const SOURCE = feedSource({ function: 'orders', environment: 'production' });
const EVENTS = [
  { time: '2026-11-21T05:00:00.000Z', type: 'platform.start', record: { requestId: REQUEST, version: '7' } },
  {
    time: '2026-11-21T05:00:00.010Z',
    type: 'function',
    record: `2026-11-21T05:00:00.009Z\t${REQUEST}\tWARN\tslow\n`,
  },
  {
    time: '2026-11-21T05:00:00.020Z',
    type: 'function',
    record: {
      timestamp: '2026-11-21T05:00:00.019Z',
      level: 'error',
      requestId: REQUEST,
      message: 'no stock',
    },
  },
  {
    time: '2026-11-21T05:00:00.030Z',
    type: 'platform.report',
    record: {
      requestId: REQUEST,
      status: 'success',
      metrics: { durationMs: 29.5, billedDurationMs: 30, memorySizeMB: 128 },
    },
  },
  { time: 'soon', type: 'extension', record: 'ready' },
  { time: '2026-11-21T05:00:00.040Z', type: 'function', record: 'again' },
  { time: '2026-11-21T05:00:00.040Z', type: 'function', record: 'again' },
];
const read = (events: unknown, source = SOURCE) =>
  logsOfTelemetryApi(Buffer.from(JSON.stringify(events)), source, 5n);

it('becomes log records with their level, request and time', () => {
  const logs = read(EVENTS);
  expect(logs.map(({ severity, body, repeat }) => [severity, body, repeat])).toEqual([
    [9, `{"requestId":"${REQUEST}","version":"7"}`, 0],
    [13, `2026-11-21T05:00:00.009Z\t${REQUEST}\tWARN\tslow`, 0],
    [17, 'no stock', 0],
    [9, expect.stringContaining('billedDurationMs'), 0],
    [0, 'ready', 0],
    [0, 'again', 0],
    [0, 'again', 1],
  ]);
  expect(logs[2]).toMatchObject({
    timeNs: 1795237200019000000n,
    attributes: { type: 'function', 'faas.invocation_id': REQUEST },
  });
  expect(logs[4]).toMatchObject({ timeNs: 5n, timeIsReceipt: true });
});

it('warns where the platform dropped log lines', () => {
  const record = { reason: 'Consumer seems to have fallen behind', droppedRecords: 123, droppedBytes: 12345 };
  expect(read([{ time: '2026-11-21T05:00:00.000Z', type: 'platform.logsDropped', record }])).toMatchObject([
    { severity: 13, severityText: 'WARN', body: JSON.stringify(record) },
  ]);
});

it('knows the request of a plain line by the events around it', () => {
  const OTHER = '0f747d00-2b05-4b43-8c86-c3a4ec0a5b1e';
  const at = { time: '2026-11-21T05:00:00.000Z' };
  const line = { ...at, type: 'function', record: 'plain' };
  const platform = (type: string, requestId: string) => ({
    ...at,
    type: `platform.${type}`,
    record: { requestId },
  });
  const logs = read([
    line,
    platform('start', REQUEST),
    line,
    { ...at, type: 'extension', record: 'mine' },
    platform('runtimeDone', REQUEST),
    line,
    platform('report', REQUEST),
    platform('start', OTHER),
    line,
  ]);
  const ids = logs
    .filter(({ attributes }) => !String(attributes.type).startsWith('platform.'))
    .map(({ attributes }) => attributes['faas.invocation_id'] ?? null);
  expect(ids).toEqual([null, REQUEST, null, null, OTHER]);
});

it('holds the facts that complete invocations', () => {
  expect(read(EVENTS).flatMap(factsOfLog)).toMatchObject([
    { kind: 'start', requestId: REQUEST, timeNs: 1795237200000000000n },
    { kind: 'report', billedMs: 30, status: 'success', origin: { name: 'orders' } },
  ]);
});

describe('a JSON line of a function', () => {
  const lineOf = (record: object) => {
    const [log] = read([{ time: '2026-11-21T05:00:00.000Z', type: 'function', record }]);
    if (!log) throw new Error('the line is lost');
    return log;
  };

  it('keeps what it says beside its message', () => {
    const log = lineOf({
      timestamp: '2026-11-21T05:00:00.019Z',
      level: 'INFO',
      requestId: REQUEST,
      message: 'paid',
      orderId: 'o-17',
      amount: 12.5,
      isFirst: true,
      nobody: null,
      cart: { items: ['a', 'b'] },
      type: 'order',
    });
    expect(log).toMatchObject({ body: 'paid', severity: 9 });
    expect(log.attributes).toEqual({
      type: 'function',
      'faas.invocation_id': REQUEST,
      orderId: 'o-17',
      amount: 12.5,
      isFirst: true,
      cart: '{"items":["a","b"]}',
    });
  });

  it('keeps the exception that a logger adds to its message, which is an error then', () => {
    const record = {
      timestamp: '2026-11-21T05:00:00.019Z',
      level: 'ERROR',
      message: 'could not load the order',
      logger: 'root',
      errorType: 'KeyError',
      errorMessage: "'Item'",
      stackTrace: ['  File "/var/task/app.py", line 3, in handler\n    order = found["Item"]\n'],
      requestId: REQUEST,
    };
    const log = lineOf(record);
    expect(log).toMatchObject({ body: 'could not load the order', attributes: { logger: 'root' } });
    expect(errorOfLog(log)).toMatchObject({
      type: 'KeyError',
      message: "'Item'",
      stack: expect.stringContaining('/var/task/app.py'),
    });
    expect(errorOfLog(lineOf({ ...record, level: 'WARN' }))).toBeNull();
  });

  it('holds no more attributes than any log record', () => {
    const many = Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`key${index}`, index]));
    expect(Object.keys(lineOf({ message: 'm', ...many }).attributes).length).toBeLessThanOrEqual(256);
  });
});

it('leaves out what is no event and refuses what is no list', () => {
  expect(
    read([null, 7, {}, { type: 'function' }, { type: 'function', record: 7 }]).map(({ body }) => body),
  ).toEqual(['null', '7']);
  expect(read([])).toEqual([]);
});

it.each([
  ['no list', {}, /"events"/],
  ['a list of other things', [7, { record: 'x' }], /"type"/],
  ['events with a resource that is none', { events: EVENTS, resource: 'orders' }, /resource must be/],
  ['a resource with a list', { events: EVENTS, resource: { tags: [] } }, /tags/],
])('is refused when it is %s', (_name, sent, message) => {
  expect(() => read(sent)).toThrowError(
    expect.objectContaining({ code: 'invalid_input', message: expect.stringMatching(message) }),
  );
});

it('must say which function it is of, by what it was set up with or by its resource', () => {
  expect(read(EVENTS)[0]?.resource.attributes).toEqual({
    'cloud.provider': 'aws',
    'cloud.platform': 'aws_lambda',
    'service.name': 'orders',
    'faas.name': 'orders',
    'deployment.environment.name': 'production',
  });
  const resource = { 'faas.name': 'mail', 'service.name': 'post', 'faas.max_memory': 128 };
  const [log] = read({ events: EVENTS, resource }, feedSource({ region: 'eu-central-1' }));
  expect(log?.resource.attributes).toMatchObject({ ...resource, 'cloud.region': 'eu-central-1' });
  expect(() => read(EVENTS, feedSource({}))).toThrowError(/X-Faaslens-Function/);
});
