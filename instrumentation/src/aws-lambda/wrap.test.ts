import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ARN, type Instrumented, instrument, LAMBDA_ENV, lambdaContext } from '../testing/lambda';
import { type OtlpReceiver, startOtlpReceiver } from '../testing/otlp-receiver';
import { PACKAGE_NAME, PACKAGE_VERSION } from '../version';

type Callback = (error?: unknown, result?: unknown) => void;

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('wrap', () => {
  let receiver: OtlpReceiver;
  let instrumented: Instrumented;
  const wrap: Instrumented['wrap'] = (handler, options) => instrumented.wrap(handler, options);
  const only = <T>(list: readonly T[]): T => {
    expect(list).toHaveLength(1);
    return list[0] as T;
  };

  beforeEach(async () => {
    receiver = await startOtlpReceiver();
    instrumented = instrument({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url });
  });
  afterEach(async () => {
    instrumented.dispose();
    await receiver.close();
  });

  it('declares two parameters even for a callback handler, which Node.js 24 would refuse', () => {
    const handler = wrap((_event: object, _context: object, callback: Callback) => callback());
    expect(handler).toHaveLength(2);
  });

  it('makes one span of a handler that is wrapped twice', async () => {
    const once = wrap(async () => 'x');
    expect(wrap(once)).toBe(once);
    await once();
    expect(receiver.spans()).toHaveLength(1);
  });

  it('keeps the name and the own properties of the handler', () => {
    const handler = wrap(Object.assign(async function checkout() {}, { config: { path: '/x' } }));
    expect(handler.name).toBe('checkout');
    expect(handler.config).toEqual({ path: '/x' });
  });

  it('has the type that the handler is declared with, which types its parameters', async () => {
    type Handler<E> = (event: E, context: { awsRequestId: string }, callback: Callback) => unknown;
    const handler: Handler<{ path: string }> = wrap(
      async (event, context) => event.path + context.awsRequestId,
    );
    const answer = handler({ path: '/' }, { awsRequestId: 'r1' }, undefined as unknown as Callback);
    expect(await answer).toBe('/r1');
  });

  it('describes the invocation by the current semantic conventions', async () => {
    await wrap(async (_event: object, _context: object) => 'ok')(
      {},
      lambdaContext({ awsRequestId: 'req-1' }),
    );
    const span = only(receiver.spans());
    expect(span).toMatchObject({
      name: 'checkout',
      kind: 2,
      scope: { name: PACKAGE_NAME, version: PACKAGE_VERSION },
    });
    expect(span.parentSpanId).toBeUndefined();
    expect(span.status).toBeUndefined();
    expect(span.attributes).toEqual({
      'faas.trigger': 'other',
      'faas.invocation_id': 'req-1',
      'faas.coldstart': true,
      'faaslens.init_duration_ms': expect.any(Number),
      'faaslens.overhead.load_ms': expect.any(Number),
      'faaslens.max_memory_used_mb': expect.any(Number),
      'faaslens.instance': expect.stringMatching(/^[0-9a-f]{16}$/),
      'faaslens.sequence': 1,
      'faaslens.time_limit_ms': expect.closeTo(3000, -3),
      'cloud.resource_id': `${ARN}:7`,
      'cloud.account.id': '123456789012',
      'aws.lambda.invoked_arn': `${ARN}:live`,
    });
    const startMs = Number(BigInt(span.startTimeUnixNano) / 1_000_000n);
    expect(Math.abs(Date.now() - startMs)).toBeLessThan(2000);
  });

  it('says what the resource is, memory in bytes', async () => {
    await wrap(async () => 'ok')();
    expect(only(receiver.spans()).resource).toMatchObject({
      'service.name': 'checkout',
      'cloud.provider': 'aws',
      'cloud.platform': 'aws_lambda',
      'cloud.region': 'eu-west-1',
      'faas.name': 'checkout',
      'faas.version': '7',
      'faas.max_memory': 512 * 1024 * 1024,
      'faas.instance': LAMBDA_ENV.AWS_LAMBDA_LOG_STREAM_NAME,
      'aws.log.group.names': ['/aws/lambda/checkout'],
      'host.arch': process.arch === 'x64' ? 'amd64' : process.arch,
      'process.runtime.name': 'nodejs',
      'process.runtime.version': process.versions.node,
      'telemetry.sdk.language': 'nodejs',
      'telemetry.distro.name': PACKAGE_NAME,
    });
  });

  it('is a cold start once per process', async () => {
    const handler = wrap(async (_event: object, _context: object) => 'ok');
    await handler({}, lambdaContext());
    await handler({}, lambdaContext());
    const [first, second] = receiver.spans();
    expect(first?.attributes['faas.coldstart']).toBe(true);
    expect(first?.attributes['faaslens.init_duration_ms']).toBeGreaterThan(0);
    expect(second?.attributes['faas.coldstart']).toBe(false);
    expect(second?.attributes).not.toHaveProperty('faaslens.init_duration_ms');
  });

  it('keeps invocations apart that run at the same time', async () => {
    const handler = wrap(async (event: { id: string }, _context: object) => {
      await sleep(10);
      console.info(`in ${event.id}`);
      return event.id;
    });
    const ids = ['a', 'b', 'c'];
    await Promise.all(ids.map((id) => handler({ id }, lambdaContext({ awsRequestId: id }))));
    const traceOf = new Map(
      receiver.spans().map((span) => [span.attributes['faas.invocation_id'], span.traceId]),
    );
    expect(new Set(traceOf.values()).size).toBe(3);
    for (const log of receiver.logs()) expect(log.traceId).toBe(traceOf.get(log.body.slice(3)));
    expect(receiver.logs()).toHaveLength(3);
  });

  it('never changes the event', async () => {
    const event = deepFreeze({
      version: '2.0',
      headers: { Traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01` },
      requestContext: { http: { method: 'GET', path: '/' } },
      Records: [{ eventSource: 'aws:sqs', messageAttributes: {} }],
    });
    const handler = wrap(async (given: object, _context: object) => given);
    expect(await handler(event, lambdaContext())).toBe(event);
    expect(only(receiver.spans()).attributes['faas.trigger']).toBe('http');
  });

  it.each([undefined, null, 'text', 0, [], () => {}])(
    'takes %s for an event and for a context',
    async (odd) => {
      const handler = wrap(async (...args: unknown[]) => args.length);
      expect(await handler(odd, odd)).toBe(2);
      expect(only(receiver.spans()).attributes['faas.trigger']).toBe('other');
    },
  );

  it('adds the attributes and the trigger of the options', async () => {
    const options = { trigger: 'timer', attributes: { team: 'shop' } } as const;
    await wrap(async () => 'ok', options)();
    expect(only(receiver.spans()).attributes).toMatchObject({ 'faas.trigger': 'timer', team: 'shop' });
  });

  it('returns the handler itself when OTEL_SDK_DISABLED is true', () => {
    const off = instrument({ OTEL_SDK_DISABLED: 'TRUE' });
    const handler = async () => 'ok';
    expect(off.wrap(handler)).toBe(handler);
    off.dispose();
  });
});

function deepFreeze<T extends object>(value: T): T {
  for (const inner of Object.values(value)) if (typeof inner === 'object' && inner) deepFreeze(inner);
  return Object.freeze(value);
}
