import { describe, expect, test } from 'vitest';
import { NO_FACTS } from './fact';
import { factsOfLog } from './facts-of-log';
import { CLOUDWATCH_SCOPE, TELEMETRY_SCOPE } from './feed-scopes';
import { INSTANCE, logAt, REQUEST } from './testing/logs';

const said = (body: string, attributes = {}) => factsOfLog(logAt(5000, body, attributes))[0];
const javaLine = (message: string) =>
  JSON.stringify({ timestamp: '2026-11-21T05:00:00.003Z', message, level: 'ERROR', AWSRequestId: REQUEST });
const report = (rest: string) => said(`REPORT RequestId: ${REQUEST}\t${rest}`);

describe('text lines of Lambda', () => {
  test('a report is read by the names of its fields', () => {
    expect(
      report(
        'Duration: 469.40 ms\tBilled Duration: 500 ms\tMemory Size: 1024 MB\tMax Memory Used: 21 MB\tInit Duration: 116.67 ms\t\n',
      ),
    ).toEqual({
      kind: 'report',
      requestId: REQUEST,
      origin: {
        provider: 'aws',
        accountId: '',
        region: 'eu-central-1',
        environment: '',
        name: 'orders',
        version: '7',
        instance: INSTANCE,
      },
      timeNs: 5_000_000_000n,
      durationMs: 469.4,
      billedMs: 500,
      memorySizeMb: 1024,
      maxMemoryUsedMb: 21,
      initDurationMs: 116.67,
      restoreDurationMs: null,
      timeoutMs: null,
      status: null,
      errorType: null,
      errorMessage: null,
      traceId: null,
    });
  });

  test('a report may have other fields, another order, blanks for tabs and a tail about X-Ray', () => {
    expect(
      report(
        'Memory Size: 512 MB Max Memory Used: 173 MB Duration: 3000.00 ms Billed Duration: 3000 ms Restore Duration: 398.97 ms Billed Restore Duration: 182 ms Status: timeout',
      ),
    ).toMatchObject({
      durationMs: 3000,
      billedMs: 3000,
      restoreDurationMs: 398.97,
      memorySizeMb: 512,
      status: 'timeout',
    });
    expect(
      report(
        'Duration: 5.00 ms\tStatus: error\tError Type: Runtime.ExitError\t\nXRAY TraceId: 1-5759e988-bd862e3fe1be46a994272793\tSegmentId: 557abcec3ee5a047\tSampled: true\t',
      ),
    ).toMatchObject({
      status: 'error',
      errorType: 'Runtime.ExitError',
      traceId: '5759e988bd862e3fe1be46a994272793',
    });
  });

  test('figures that no execution can have are not known', () => {
    expect(
      report(
        'Duration: 1e9 ms\tBilled Duration: -5 ms\tMemory Size: 0 MB\tMax Memory Used: x MB\tStatus: odd',
      ),
    ).toMatchObject({
      durationMs: null,
      billedMs: null,
      memorySizeMb: null,
      maxMemoryUsedMb: null,
      status: null,
    });
  });

  test.each([
    [`START RequestId: ${REQUEST} Version: $LATEST`, { kind: 'start', status: null }],
    [
      `2026-11-21T05:00:00.000Z ${REQUEST} Task timed out after 3.00 seconds\n\n`,
      {
        kind: 'timeout',
        status: 'timeout',
        durationMs: 3000,
        timeoutMs: 3000,
        errorMessage: 'Task timed out after 3.00 seconds',
      },
    ],
    [
      `RequestId: ${REQUEST} Error: Runtime exited with error: signal: killed\nRuntime.ExitError\n`,
      {
        kind: 'crash',
        status: 'failure',
        errorType: 'Runtime.ExitError',
        errorMessage: 'Runtime exited with error: signal: killed',
      },
    ],
    [
      'INIT_REPORT Init Duration: 150.79 ms\tPhase: init\tStatus: error\tError Type: Runtime.UserCodeSyntaxError',
      {
        kind: 'init',
        requestId: null,
        initDurationMs: 150.79,
        status: 'error',
        errorType: 'Runtime.UserCodeSyntaxError',
      },
    ],
  ])('%s', (line, facts) => {
    expect(said(line)).toMatchObject({ requestId: REQUEST, ...facts });
  });

  test.each([
    '',
    'order 17 accepted',
    `END RequestId: ${REQUEST}`,
    'INIT_START Runtime Version: nodejs:20.v10\tRuntime Version ARN: arn:aws:lambda:eu-central-1::runtime:07a48df2',
    'START the engine',
    'REPORT RequestId: ',
    'REPORT RequestId: <script>',
    `RequestId: ${REQUEST} Error: my own`,
    `2026-11-21T05:00:00.000Z\t${REQUEST}\tINFO\tall is well`,
    `2026 we say that ${REQUEST} Task timed out after lunch`,
    'Reading RequestId: x',
    '{"level":"info","message":"hello"}',
    '{"type":"platform.report","record":',
    '{"type":"platform.report","record":{}}',
    '{"type":"platform.telemetrySubscription","record":{"requestId":"x"}}',
  ])('an ordinary line says nothing: %s', (line) => {
    expect(factsOfLog(logAt(0, line))).toBe(NO_FACTS);
  });
});

describe('lines in which a runtime tells of what no handler caught', () => {
  const NODE = `2026-11-21T05:00:00.003Z\t${REQUEST}\tERROR\tInvoke Error \t{"errorType":"NoStock","errorMessage":"order 3","stack":["NoStock: order 3"]}`;
  const PYTHON =
    '[ERROR] NoStock: order 3\nTraceback (most recent call last):\n\u00a0\u00a0File "/var/task/app.py", line 5, in handler';
  const JAVA =
    'order 3: com.acme.NoStock\ncom.acme.NoStock: order 3\n\tat com.acme.Orders.load(Orders.java:42)\nCaused by: java.io.IOException: gone\n\t... 3 more';
  const GO = '2026/11/21 05:00:00 {"errorMessage":"order 3","errorType":"NoStock"}';
  const RUBY = JSON.stringify(
    { errorMessage: 'order 3', errorType: 'Function<NoStock>', stackTrace: ["/var/task/app.rb:5:in 'load'"] },
    null,
    2,
  );
  const named = { 'faas.invocation_id': REQUEST };
  const delivered = (body: string, attributes = {}, scope = CLOUDWATCH_SCOPE) => ({
    ...logAt(5000, body, attributes),
    scope: { name: scope, version: '', attributes: {} },
  });

  test.each([
    ['Node.js', delivered(NODE)],
    ['Node.js by the Telemetry API', delivered(NODE, {}, TELEMETRY_SCOPE)],
    ['Python', delivered(PYTHON, named)],
  ])('of %s say how the execution ended', (_name, log) => {
    expect(factsOfLog(log)[0]).toMatchObject({
      kind: 'runtimeDone',
      requestId: REQUEST,
      timeNs: 5_000_000_000n,
      status: 'error',
      errorType: 'NoStock',
      errorMessage: 'order 3',
    });
  });

  test.each([
    ['Java', JAVA, 'com.acme.NoStock', 'order 3'],
    ['Java as JSON', javaLine(JAVA), 'com.acme.NoStock', 'order 3'],
    ['Java, two lines long', 'a: b\nc: E\nE: a: b\nc\n\tat f.g(H.java:1)', 'E', 'a: b\nc'],
    ['Java without a message', 'a.b.C: a.b.C\na.b.C\n\tat f.g(H.java:1)', 'a.b.C', null],
    ['Java with an empty message', ': a.b.C\na.b.C: \n\tat f.g(H.java:1)', 'a.b.C', null],
    ['Go', GO, 'NoStock', 'order 3'],
    ['Go that is told to write no time', GO.slice(20), 'NoStock', 'order 3'],
    ['Ruby', RUBY, 'NoStock', 'order 3'],
  ])('of %s say what was thrown', (_name, body, errorType, errorMessage) => {
    for (const scope of [CLOUDWATCH_SCOPE, TELEMETRY_SCOPE]) {
      const [fact] = factsOfLog(delivered(body, named, scope));
      expect(fact).toMatchObject({ kind: 'runtimeDone', requestId: REQUEST, status: 'error' });
      expect(fact).toMatchObject({ errorType, errorMessage });
    }
  });

  test.each([
    ['that Java prints where it was caught', JAVA.slice(JAVA.indexOf('\n') + 1)],
    ['that people wrote above what Java prints', JAVA.replace('order 3:', 'order 3 failed:')],
    ['that say twice what is no exception', 'a b: c d\nc d: a b\n\tat f.g(H.java:1)'],
    ['of JSON that says more', GO.replace('}', ',"order":3}')],
    ['of a panic of Go, of whose end the platform tells', GO.replace('}', ',"stackTrace":[]}')],
    ['of an init of Ruby', RUBY.replace('Function<', 'Init<')],
    ['that end within the object', RUBY.slice(0, -1)],
  ])('but not those %s', (_name, body) => {
    expect(factsOfLog(delivered(body, named))).toBe(NO_FACTS);
  });

  test.each([
    ['of no request', delivered(PYTHON)],
    ['of Java, of no request', delivered(JAVA)],
    ['that people wrote themselves', delivered(PYTHON.replaceAll('\u00a0', ' '), named)],
    ['of other levels', delivered(NODE.replace('ERROR', 'WARN'), named)],
    ['without an exception', delivered(NODE.replace(/\{.*/, 'see above'), named)],
    ['that came without the reports', logAt(0, NODE, named)],
  ])('but not those %s', (_name, log) => {
    expect(factsOfLog(log)).toBe(NO_FACTS);
  });
});

describe('platform objects', () => {
  const record = {
    requestId: REQUEST,
    status: 'failure',
    errorType: 'Runtime.ExitError',
    tracing: {
      type: 'X-Amzn-Trace-Id',
      value: 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1',
    },
    metrics: {
      durationMs: 101.51,
      billedDurationMs: 300,
      memorySizeMB: 512,
      maxMemoryUsedMB: 33,
      initDurationMs: 116.67,
    },
  };
  const facts = {
    kind: 'report',
    requestId: REQUEST,
    durationMs: 101.51,
    billedMs: 300,
    memorySizeMb: 512,
    maxMemoryUsedMb: 33,
    initDurationMs: 116.67,
    status: 'failure',
    errorType: 'Runtime.ExitError',
    traceId: '5759e988bd862e3fe1be46a994272793',
  };

  test('a JSON line, the body of a record with a type, and that with its envelope say the same', () => {
    const event = { time: '2026-11-21T05:00:00.000Z', type: 'platform.report', record };
    expect(said(JSON.stringify(event))).toMatchObject(facts);
    expect(said(JSON.stringify(record), { type: 'platform.report' })).toMatchObject(facts);
    expect(said(JSON.stringify(event), { type: 'platform.report' })).toMatchObject(facts);
  });

  test('a text body with a type is read as text, and a start by its id alone', () => {
    const attributes = { type: 'platform.report', 'faas.invocation_id': REQUEST };
    expect(
      said(`REPORT RequestId: ${REQUEST} Duration: 3.00 ms Billed Duration: 3 ms`, attributes),
    ).toMatchObject({
      kind: 'report',
      billedMs: 3,
    });
    expect(said('started', { type: 'platform.start', 'faas.invocation_id': REQUEST })).toMatchObject({
      kind: 'start',
      requestId: REQUEST,
    });
  });

  test('inits and restores have no request', () => {
    const init = { initializationType: 'on-demand', phase: 'init', metrics: { durationMs: 125.33 } };
    expect(said(JSON.stringify(init), { type: 'platform.initReport' })).toMatchObject({
      kind: 'init',
      requestId: null,
      initDurationMs: 125.33,
    });
    expect(said(JSON.stringify(init), { type: 'platform.restoreReport' })).toMatchObject({
      initDurationMs: null,
      restoreDurationMs: 125.33,
    });
  });

  test('the init of an environment that is kept ready is no part of any invocation', () => {
    const init = {
      initializationType: 'provisioned-concurrency',
      phase: 'init',
      metrics: { durationMs: 125.33 },
    };
    for (const type of ['platform.initReport', 'platform.restoreReport'])
      expect(factsOfLog(logAt(0, JSON.stringify(init), { type }))).toBe(NO_FACTS);
  });

  test.each([
    ['a long body', `{"a":"${'x'.repeat(100_000)}","type":"platform.report"}`],
    ['a huge platform object', `{"type":"platform.report","record":{"requestId":"${'x'.repeat(20_000)}"}}`],
    ['a list', '["platform.report"]'],
    ['numbers for objects', '{"type":"platform.report","record":7}'],
  ])('%s is survived', (_name, body) => {
    expect(factsOfLog(logAt(0, body))).toBe(NO_FACTS);
    factsOfLog(logAt(0, body, { type: 'platform.report' }));
  });
});
