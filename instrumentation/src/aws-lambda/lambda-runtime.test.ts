import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FunctionFolder, functionFolder } from '../testing/built-package';
import { LambdaSandbox } from '../testing/lambda-sandbox';
import { type OtlpReceiver, startOtlpReceiver } from '../testing/otlp-receiver';
import { runtimesFolder } from '../testing/runtimes';

const FUNCTIONS = `
import { log, setAttribute, span, wrap } from '@faaslens/instrumentation/aws-lambda';
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
export const hello = wrap(async (event) => {
  console.log('hello', event.name);
  await span('work', () => sleep(5));
  return { statusCode: 201, body: 'hi ' + event.name };
});
export const old = wrap((event, context, callback) => { setTimeout(() => callback(null, 'called back'), 20); });
export const refused = wrap(async () => { throw new RangeError('no', { cause: new Error('root') }); });
export const slow = wrap(async (event) => {
  if (event.hang) await span('charge', () => fetch(process.env.BANK + '/charges', { method: 'POST' }));
  return 'in time';
});
export const stray = wrap(async () => {
  console.log('about to stray');
  Promise.reject(new SyntaxError('nobody waits for me'));
  await sleep(5000);
});
export const crash = wrap(async () => {
  setTimeout(() => { throw new TypeError('out of the blue'); }, 5);
  await sleep(5000);
});
export const stream = wrap(awslambda.streamifyResponse(async (event, out) => {
  out = awslambda.HttpResponseStream.from(out, { statusCode: 207, headers: { 'x-a': '1' } });
  out.write('one');
  await sleep(30);
  out.write('two');
  if (event.fail) throw new EvalError('half way');
  out.end('!');
  await out.finished?.();
}));
`;

/** AWS's own runtime client, in a process of its own that is frozen, thawed and killed as Lambda does. */
describe('on the runtime client of AWS Lambda', () => {
  let functions: FunctionFolder;
  let receiver: OtlpReceiver;
  let sandbox: LambdaSandbox | undefined;
  const start = async (name: string, options: { timeoutMs?: number; env?: Record<string, string> } = {}) => {
    sandbox = await LambdaSandbox.start({
      ...options,
      folder: functions.path,
      handler: `index.${name}`,
      env: { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, ...options.env },
    });
    return sandbox;
  };
  const named = (name: string) => receiver.spans().filter((span) => span.name === name);
  const lastedMs = () => {
    const [root] = named('checkout');
    return Number(BigInt(root?.endTimeUnixNano ?? 0) - BigInt(root?.startTimeUnixNano ?? 0)) / 1e6;
  };

  beforeAll(async () => {
    await runtimesFolder();
    functions = await functionFolder();
    functions.write('index.mjs', FUNCTIONS);
  });
  afterAll(() => functions.discard());
  beforeEach(async () => {
    receiver = await startOtlpReceiver();
  });
  afterEach(async () => {
    await sandbox?.close();
    await receiver.close();
  });

  it('an async handler answers after its telemetry was taken, cold once, in every thaw', async () => {
    const lambda = await start('hello');
    for (const name of ['a', 'b', 'c']) {
      const answer = await lambda.invoke({ name, httpMethod: 'GET', path: '/' });
      expect(JSON.parse(answer.body)).toEqual({ statusCode: 201, body: `hi ${name}` });
      expect(receiver.logs().at(-1)?.body).toBe(`hello ${name}`);
      await lambda.frozen();
      receiver.closeIdleConnections();
    }
    const roots = named('checkout');
    expect(roots.map(({ attributes }) => attributes['faas.coldstart'])).toEqual([true, false, false]);
    expect(roots.map(({ attributes }) => attributes['faaslens.sequence'])).toEqual([1, 2, 3]);
    expect(roots[0]?.attributes).toMatchObject({
      'faas.trigger': 'http',
      'http.response.status_code': 201,
      'http.response.body.size': 4,
    });
    expect(named('work').map(({ parentSpanId }) => parentSpanId)).toEqual(roots.map(({ spanId }) => spanId));
    expect(lambda.output).not.toContain('[faaslens]');
  });

  it('a callback handler, which this client refuses, works and is measured until its callback', async () => {
    const answer = await (await start('old')).invoke({});
    expect(answer.body).toBe('"called back"');
    expect(lastedMs()).toBeGreaterThan(19);
  });

  it('an error reaches Lambda as it is, and the trace with its cause', async () => {
    const answer = await (await start('refused')).invoke({});
    expect(answer.kind).toBe('error');
    expect(JSON.parse(answer.body)).toMatchObject({ errorType: 'RangeError', errorMessage: 'no' });
    expect(named('checkout')[0]).toMatchObject({
      attributes: { 'error.type': 'RangeError' },
      events: [{ attributes: { 'exception.stacktrace': expect.stringContaining('Caused by: Error: root') } }],
    });
  });

  it('a handler that hangs until it is killed has told which call it was waiting for', async () => {
    const bank = await startOtlpReceiver();
    bank.answerWith(() => {});
    const lambda = await start('slow', { timeoutMs: 2000, env: { BANK: bank.url } });
    expect((await lambda.invoke({ hang: true })).kind).toBe('timeout');
    expect(named('checkout')[0]).toMatchObject({
      status: { code: 2 },
      attributes: { 'error.type': 'timeout', 'faaslens.waiting_for': ['POST 127.0.0.1'] },
    });
    const [call] = named('POST 127.0.0.1');
    expect(call).toMatchObject({
      kind: 3,
      parentSpanId: named('charge')[0]?.spanId,
      attributes: { 'error.type': 'timeout', 'url.full': `${bank.url}/charges` },
    });
    expect(bank.requests[0]?.headers.traceparent).toContain(call?.spanId);
    await bank.close();
    expect((await lambda.invoke({})).body).toBe('"in time"');
    expect(named('checkout').map(({ attributes }) => attributes['faas.coldstart'])).toEqual([true, true]);
  });

  it.each([
    ['stray', 'SyntaxError', 'nobody waits for me'],
    ['crash', 'TypeError', 'out of the blue'],
  ])('a process that ends by an uncaught error has told it: %s', async (name, type, message) => {
    const answer = await (await start(name)).invoke({});
    expect(answer.kind).not.toBe('response');
    expect(named('checkout')[0]).toMatchObject({
      status: { code: 2, message },
      attributes: { 'error.type': type },
      events: [{ name: 'exception', attributes: { 'exception.message': message } }],
    });
    if (name === 'stray') expect(receiver.logs()[0]?.body).toBe('about to stray');
  });

  it('a streamed response goes out as it is written, with its status and size in the trace', async () => {
    const answer = await (await start('stream')).invoke({ httpMethod: 'GET', path: '/' });
    const [prelude, body] = answer.body.split('\0'.repeat(8));
    expect(JSON.parse(prelude ?? '')).toMatchObject({ statusCode: 207 });
    expect(body).toBe('onetwo!');
    await expect.poll(() => named('checkout')).toHaveLength(1);
    expect(named('checkout')[0]?.attributes).toMatchObject({
      'http.response.status_code': 207,
      'http.response.body.size': 7,
    });
    // The handler pauses for 30 ms between its first byte and its last.
    expect(lastedMs()).toBeGreaterThan(
      Number(named('checkout')[0]?.attributes['faaslens.time_to_first_byte_ms']) + 25,
    );
  });

  it('an error half way through a stream is told by Lambda and in the trace', async () => {
    const answer = await (await start('stream')).invoke({ fail: true });
    expect(answer.trailers['lambda-runtime-function-error-type']).toBe('EvalError');
    expect(named('checkout')[0]?.attributes['error.type']).toBe('EvalError');
  });

  it('sending after the answer costs the caller nothing, and Lambda freezes only when it is sent', async () => {
    const env = { FAASLENS_SEND_AFTER_ANSWER: 'true', OTEL_EXPORTER_OTLP_TIMEOUT: '3000' };
    const lambda = await start('hello', { env });
    receiver.answerWith((response, { path }) => {
      setTimeout(() => {
        lambda.events.push(`sent ${path}`);
        response.end('{}');
      }, 1000);
    });
    for (const name of ['a', 'b']) {
      const answer = await lambda.invoke({ name });
      expect(answer.kind).toBe('response');
      await lambda.frozen();
      expect(receiver.logs().at(-1)?.body).toBe(`hello ${name}`);
    }
    const round = ['response', 'sent /v1/traces', 'sent /v1/logs', 'freeze'];
    expect(lambda.events).toEqual(['register', ...round, 'thaw', ...round]);
    expect(named('checkout')).toHaveLength(2);
  });
});
