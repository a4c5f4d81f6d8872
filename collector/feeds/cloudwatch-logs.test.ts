import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { identifyError } from '@/core/model/errors/fingerprint';
import { errorOfLog } from '@/core/model/errors/from-log';
import { factsOfLog } from '@/core/model/platform/facts-of-log';
import { platformOriginOf } from '@/core/model/platform/origin';
import { cpuMs } from '@/core/testing/cpu-ms';
import { logsOfCloudWatch, payloadOfEvent } from './cloudwatch-logs';
import { UnpackRoom } from './json-body';
import { resourceOfStream } from './lambda-resource';

const REQUEST = '6f747d00-2b05-4b43-8c86-c3a4ec0a5b1d';
const STREAM = '2026/11/21/[7]0123456789abcdef0123456789abcdef';
const MESSAGES = [
  `START RequestId: ${REQUEST} Version: 7\n`,
  `2026-11-21T05:00:00.003Z\t${REQUEST}\tERROR\tno stock\n`,
  `[WARNING]\t2026-11-21T05:00:00.004Z\t${REQUEST}\tslow`,
  `{"timestamp":"2026-11-21T05:00:00.005Z","level":"INFO","requestId":"${REQUEST}","message":"hello"}`,
  'plain words',
  `REPORT RequestId: ${REQUEST}\tDuration: 12.40 ms\tBilled Duration: 13 ms\tMemory Size: 512 MB\tMax Memory Used: 90 MB\t\n`,
];
const payload = {
  messageType: 'DATA_MESSAGE',
  owner: '123456789012',
  logGroup: '/aws/lambda/orders',
  logStream: STREAM,
  subscriptionFilters: ['faaslens'],
  logEvents: MESSAGES.map((message, index) => ({
    id: `3195310660696698337880902507980421114328961542429879${1000 + index}`,
    timestamp: 1795237200000 + index,
    message,
  })),
};
const SOURCE = { region: 'eu-central-1', attributes: {} };
const NOTHING = { type: '', message: '', stack: '' };
const bytes = (value: unknown) => Buffer.from(JSON.stringify(value));
const logs = logsOfCloudWatch(gzipSync(bytes(payload)), SOURCE, 5n);

describe('a payload of a CloudWatch Logs subscription', () => {
  it('becomes log records of the function', () => {
    expect(logs.map(({ severity, body }) => [severity, body.slice(0, 12)])).toEqual([
      [0, 'START Reques'],
      [17, '2026-11-21T0'],
      [13, '[WARNING]\t20'],
      [9, '{"timestamp"'],
      [0, 'plain words'],
      [0, 'REPORT Reque'],
    ]);
    expect(logs[1]).toMatchObject({
      timeNs: 1795237200001000000n,
      timeIsReceipt: false,
      severityText: 'ERROR',
      body: `2026-11-21T05:00:00.003Z\t${REQUEST}\tERROR\tno stock`,
      attributes: { 'faas.invocation_id': REQUEST, 'log.record.uid': payload.logEvents[1]?.id },
    });
    expect(logs[0]?.resource).toBe(logs[5]?.resource);
    expect(logs[0]?.resource.attributes).toEqual({
      'cloud.provider': 'aws',
      'cloud.platform': 'aws_lambda',
      'service.name': 'orders',
      'faas.name': 'orders',
      'faas.version': '7',
      'faas.instance': STREAM,
      'cloud.account.id': '123456789012',
      'cloud.region': 'eu-central-1',
      'aws.log.group.names': ['/aws/lambda/orders'],
      'aws.log.stream.names': [STREAM],
    });
  });

  it('holds the facts that complete invocations', () => {
    expect(logs.flatMap(factsOfLog)).toMatchObject([
      { kind: 'start', requestId: REQUEST, origin: { name: 'orders', version: '7', instance: STREAM } },
      { kind: 'report', requestId: REQUEST, billedMs: 13, maxMemoryUsedMb: 90 },
    ]);
  });

  it('is the same from plain JSON, and nothing when it is a probe', () => {
    expect(logsOfCloudWatch(bytes(payload), SOURCE, 5n)).toEqual(logs);
    expect(logsOfCloudWatch(bytes({ ...payload, messageType: 'CONTROL_MESSAGE' }), SOURCE, 5n)).toEqual([]);
  });

  it.each([
    ['text', Buffer.from('hello'), /not JSON/],
    ['broken gzip', Buffer.from([0x1f, 0x8b, 1, 2, 3]), /not gzip/],
    ['a list', bytes([]), /messageType/],
    ['without events', bytes({ messageType: 'DATA_MESSAGE' }), /logEvents/],
  ])('is refused when it is %s', (_name, body, message) => {
    expect(() => logsOfCloudWatch(body, SOURCE, 5n)).toThrowError(
      expect.objectContaining({ code: 'invalid_input', message: expect.stringMatching(message) }),
    );
  });

  it('is refused when it unpacks to more than a body may', () => {
    const bomb = gzipSync(Buffer.alloc(80 * 1024 * 1024, 32));
    expect(() => logsOfCloudWatch(bomb, SOURCE, 5n)).toThrowError(
      expect.objectContaining({ code: 'too_large' }),
    );
  });

  it('takes the environment from what the delivery was set up with', () => {
    const attributes = { 'deployment.environment.name': 'production' };
    const [log] = logsOfCloudWatch(bytes(payload), { region: '', attributes }, 5n);
    expect(log && platformOriginOf(log.resource)).toMatchObject({
      environment: 'production',
      region: '',
      name: 'orders',
    });
  });

  it('survives events of any form', () => {
    const odd = {
      ...payload,
      owner: 7,
      logStream: null,
      logEvents: [null, 7, {}, { message: {}, timestamp: -1 }],
    };
    expect(logsOfCloudWatch(bytes(odd), SOURCE, 5n)).toMatchObject([
      { body: '', timeNs: 5n, timeIsReceipt: true, attributes: {} },
      { body: '', timeNs: 5n, timeIsReceipt: true },
    ]);
  });
});

describe("what Lambda's runtimes tell of an exception that no handler caught", () => {
  const read = (...messages: string[]) =>
    logsOfCloudWatch(
      bytes({
        ...payload,
        logEvents: messages.map((message, index) => ({
          id: `${index}`,
          timestamp: 1795237200000 + index,
          message,
        })),
      }),
      SOURCE,
      5n,
    );
  const START = `START RequestId: ${REQUEST} Version: 7\n`;
  /** Python's, indented by non-breaking spaces. */
  const TRACE =
    'Traceback (most recent call last):\n\u00a0\u00a0File "/var/task/app.py", line 5, in handler\n\u00a0\u00a0\u00a0\u00a0raise NoStock()';
  const failed = {
    kind: 'runtimeDone',
    requestId: REQUEST,
    status: 'error',
    errorType: 'NoStock',
    errorMessage: 'order 3',
  };

  it.each([
    [
      'Node.js',
      `2026-11-21T05:00:00.003Z\t${REQUEST}\tERROR\tInvoke Error \t{"errorType":"NoStock","errorMessage":"order 3","stack":["NoStock: order 3","    at load (/var/task/o.js:1:2)"]}`,
    ],
    ['Python', `[ERROR] NoStock: order 3\n${TRACE}`],
    [
      'Python as JSON',
      JSON.stringify({
        timestamp: '2026-11-21T05:00:00Z',
        log_level: 'ERROR',
        errorMessage: 'order 3',
        errorType: 'NoStock',
        requestId: REQUEST,
        stackTrace: ['  File "/var/task/app.py", line 5, in handler\n    raise NoStock()\n'],
      }),
    ],
  ])('of %s is the failure of its execution, and no further error', (_name, message) => {
    const [start, log] = read(START, message);
    expect(log).toMatchObject({ severity: 17, attributes: { 'faas.invocation_id': REQUEST } });
    expect([start, log].flatMap((one) => (one ? factsOfLog(one) : []))).toMatchObject([
      { kind: 'start' },
      failed,
    ]);
    expect(log && errorOfLog(log)).toBeNull();
  });

  it('is an error of its own where nothing says which execution failed', () => {
    const [log] = read(`[ERROR] NoStock: order 3\n${TRACE}`);
    expect(log && factsOfLog(log)).toEqual([]);
    expect(log && errorOfLog(log)).toMatchObject({ type: 'NoStock', message: 'order 3' });
    expect(log && identifyError(errorOfLog(log) ?? NOTHING).culprit).toBe('handler (task/app.py)');
  });

  it('is an error when the code could not even be loaded', () => {
    const [log] = read(
      "[ERROR] Runtime.ImportModuleError: Unable to import module 'app': No module named 'requests'\nTraceback (most recent call last):",
    );
    expect(log && errorOfLog(log)).toMatchObject({
      type: 'Runtime.ImportModuleError',
      message: "Unable to import module 'app': No module named 'requests'",
    });
  });
});

describe('a plain line', () => {
  const OTHER = '0f747d00-2b05-4b43-8c86-c3a4ec0a5b1e';
  const idsOf = (...messages: string[]) =>
    logsOfCloudWatch(
      bytes({ ...payload, logEvents: messages.map((message, index) => ({ timestamp: 1 + index, message })) }),
      SOURCE,
      5n,
    ).map(({ attributes }) => attributes['faas.invocation_id'] ?? null);
  const start = (id: string) => `START RequestId: ${id} Version: 7`;
  const end = (id: string) => `END RequestId: ${id}`;

  it('belongs to the request between whose lines it stands', () => {
    expect(
      idsOf('loading', start(REQUEST), 'one', end(REQUEST), 'between', start(OTHER), 'two', 'three'),
    ).toEqual([null, null, REQUEST, null, null, null, OTHER, OTHER]);
  });

  it('belongs to its request where the platform writes JSON, too', () => {
    const event = (type: string, record: object) =>
      JSON.stringify({ time: '2026-11-21T05:00:00.003Z', type: `platform.${type}`, record });
    const begun = event('start', { requestId: REQUEST, version: '7' });
    const ended = event('runtimeDone', { requestId: REQUEST, status: 'success' });
    const own = '{"time":"now","type":"platform.start"}';
    expect(idsOf(begun, 'one', own, ended, 'between', begun.replace(REQUEST, OTHER), 'two')).toEqual([
      null,
      REQUEST,
      REQUEST,
      null,
      null,
      null,
      OTHER,
    ]);
  });

  it('belongs to none where requests overlap, and keeps the id that it names', () => {
    const named = `2026-11-21T05:00:00.003Z\t${OTHER}\tINFO\tmine`;
    expect(
      idsOf(
        start(REQUEST),
        named,
        start(OTHER),
        'whose?',
        end(REQUEST),
        'still',
        end(OTHER),
        start(REQUEST),
        'x',
      ),
    ).toEqual([null, OTHER, null, null, null, null, null, null, null]);
  });
});

it('reads a line of blanks and a word at its end in no more time than any other', () => {
  const logEvents = [{ id: '1', timestamp: 1795237200000, message: `${' '.repeat(250_000)}x \n` }];
  let body = '';
  const ms = cpuMs(() => {
    body = logsOfCloudWatch(bytes({ ...payload, logEvents }), SOURCE, 5n)[0]?.body ?? '';
  });
  expect(ms).toBeLessThan(2_000);
  expect(body.startsWith(' ')).toBe(true);
});

describe('the event that a function gets', () => {
  const read = (body: Uint8Array) => logsOfCloudWatch(payloadOfEvent(body, new UnpackRoom()), SOURCE, 5n);

  it('holds the payload, which may also come without it', () => {
    const data = gzipSync(bytes(payload)).toString('base64');
    for (const body of [bytes({ awslogs: { data } }), gzipSync(bytes(payload)), bytes(payload)])
      expect(read(body)).toEqual(logs);
  });

  it.each([
    ['nothing', {}],
    ['data that is no base64', { awslogs: { data: '{}' } }],
    ['the data alone', 'H4sI'],
  ])('is refused when it holds %s, naming the field', (_name, event) => {
    expect(() => read(bytes(event))).toThrowError(/awslogs\.data/);
  });
});

describe('the function of a log stream', () => {
  const at = (logGroup: string, logStream: string) =>
    platformOriginOf(resourceOfStream({ accountId: '1', region: 'r', logGroup, logStream }));

  it('is named by its own log group, or by the stream in a group that functions share', () => {
    expect(at('/aws/lambda/orders', STREAM)).toMatchObject({ name: 'orders', version: '7', provider: 'aws' });
    const shared = '2026/11/21/orders[$LATEST]0123456789abcdef0123456789abcdef';
    expect(at('/shop/all', shared)).toMatchObject({ name: 'orders', version: '$LATEST', instance: shared });
  });

  it('is unknown for streams of other services', () => {
    expect(at('/ecs/web', 'web/1')).toMatchObject({ name: '', version: '' });
  });
});
