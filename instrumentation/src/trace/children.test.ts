import { context, propagation, ROOT_CONTEXT, SpanKind, trace } from '@opentelemetry/api';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Instrumented, instrument, lambdaContext } from '../testing/lambda';
import { type OtlpReceiver, startOtlpReceiver } from '../testing/otlp-receiver';

const REMOTE = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16) };
const TRACEPARENT = `00-${REMOTE.traceId}-${REMOTE.spanId}-01`;

describe('spans made through @opentelemetry/api', () => {
  let receiver: OtlpReceiver;
  let instrumented: Instrumented;
  const restart = (env: Record<string, string> = {}) => {
    instrumented?.dispose();
    instrumented = instrument({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, ...env });
  };
  const byName = () => new Map(receiver.spans().map((span) => [span.name, span]));

  beforeEach(async () => {
    receiver = await startOtlpReceiver();
    restart();
  });
  afterEach(async () => {
    instrumented.dispose();
    await receiver.close();
  });

  it('are children of the invocation in what only begins when somebody waits for it', async () => {
    restart({ AWS_LAMBDA_MAX_CONCURRENCY: '2' });
    const begin = (resolve: (value: string) => void) => {
      trace.getTracer('shop').startSpan('select').end();
      resolve('rows');
    };
    const query = () => Object.fromEntries([['then', begin]]);
    expect(await instrumented.wrap((_event: object) => query())({})).toBe('rows');
    expect(byName().get('select')?.parentSpanId).toBe(byName().get('checkout')?.spanId);
  });

  it('are dropped where there are too many of them, but never their invocation', async () => {
    const warned = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const handler = instrumented.wrap(async (_event: object) => {
      for (let index = 0; index < 2100; index += 1) trace.getTracer('shop').startSpan('row').end();
    });
    await handler({});
    expect(receiver.spans()).toHaveLength(2049);
    expect(byName().get('checkout')?.attributes).toMatchObject({ 'faaslens.sequence': 1 });
    expect(warned).toHaveBeenCalledWith(expect.stringContaining('some are dropped'));
    warned.mockRestore();
  });

  it('are children of the span that is active where they start', async () => {
    // As modules do: asked for before the first invocation, when no provider is registered yet.
    const tracer = trace.getTracer('shop', '1.2.3');
    const handler = instrumented.wrap(async (_event: object, _context: object) => {
      await tracer.startActiveSpan('outer', async (outer) => {
        await Promise.all(
          ['left', 'right'].map((name) =>
            tracer.startActiveSpan(
              name,
              { kind: SpanKind.CLIENT, attributes: { 'db.rows': 3 } },
              async (span) => {
                await new Promise((resolve) => setTimeout(resolve, 5));
                span.end();
              },
            ),
          ),
        );
        outer.end();
      });
      tracer.startSpan('sibling').end();
      tracer.startSpan('alone', { root: true }).end();
    });
    await handler({}, lambdaContext());

    const spans = byName();
    const root = spans.get('checkout');
    expect(spans.get('outer')?.parentSpanId).toBe(root?.spanId);
    expect(spans.get('sibling')?.parentSpanId).toBe(root?.spanId);
    expect(spans.get('left')).toMatchObject({
      parentSpanId: spans.get('outer')?.spanId,
      traceId: root?.traceId,
      kind: 3,
      scope: { name: 'shop', version: '1.2.3' },
      attributes: { 'db.rows': 3 },
    });
    expect(spans.get('right')?.parentSpanId).toBe(spans.get('outer')?.spanId);
    expect(spans.get('alone')?.parentSpanId).toBeUndefined();
    expect(spans.get('alone')?.traceId).not.toBe(root?.traceId);
    for (const name of ['outer', 'left', 'sibling']) {
      expect(spans.get(name)?.attributes).not.toHaveProperty('faas.trigger');
    }
  });

  it('can add to the invocation span through the active span', async () => {
    const handler = instrumented.wrap(async (_event: object) => {
      const span = trace.getActiveSpan();
      span?.setAttribute('cart.items', 2).addEvent('validated', { ok: true }).updateName('renamed');
      span?.recordException(new Error('handled'));
    });
    await handler({});
    expect(receiver.spans()[0]).toMatchObject({
      name: 'renamed',
      attributes: { 'cart.items': 2 },
      events: [{ name: 'validated', attributes: { ok: true } }, { name: 'exception' }],
    });
  });

  it('continue the trace of the caller, and pass it on with inject', async () => {
    const carrier: Record<string, string> = {};
    const handler = instrumented.wrap(async (_event: object) => {
      propagation.inject(context.active(), carrier);
    });
    await handler({ httpMethod: 'GET', headers: { TraceParent: TRACEPARENT, tracestate: 'vendor=x' } });
    const [root] = receiver.spans();
    expect(root).toMatchObject({ traceId: REMOTE.traceId, parentSpanId: REMOTE.spanId, flags: 0x301 });
    expect(carrier).toEqual({
      traceparent: `00-${REMOTE.traceId}-${root?.spanId}-01`,
      tracestate: 'vendor=x',
    });
  });

  it('may start from an extracted or an explicit context', async () => {
    const handler = instrumented.wrap(async (_event: object) => {
      const extracted = propagation.extract(ROOT_CONTEXT, { traceparent: TRACEPARENT });
      trace.getTracer('shop').startSpan('extracted', {}, extracted).end();
      context.with(extracted, () => trace.getTracer('shop').startSpan('within').end());
      setImmediate(context.bind(extracted, () => trace.getTracer('shop').startSpan('bound').end()));
      await new Promise((resolve) => setTimeout(resolve, 10));
    });
    await handler({});
    for (const name of ['extracted', 'within', 'bound']) {
      expect(byName().get(name)?.parentSpanId).toBe(REMOTE.spanId);
    }
  });

  it('that end after the invocation are sent with the next one', async () => {
    const handler = instrumented.wrap(async (event: { background?: boolean }) => {
      if (!event.background) return;
      const span = trace.getTracer('shop').startSpan('late');
      setTimeout(() => span.end(), 20);
    });
    await handler({ background: true });
    expect(byName().has('late')).toBe(false);
    await new Promise((resolve) => setTimeout(resolve, 40));
    await handler({});
    const first = receiver.spans()[0];
    expect(byName().get('late')).toMatchObject({ traceId: first?.traceId, parentSpanId: first?.spanId });
  });

  it('are left to a provider that the user registered, below our invocation span', async () => {
    const parents: unknown[] = [];
    const startSpan = () => {
      parents.push(trace.getActiveSpan()?.spanContext().spanId);
      return trace.wrapSpanContext({ ...REMOTE, traceFlags: 1 });
    };
    trace.setGlobalTracerProvider({
      getTracer: () => ({ startSpan, startActiveSpan: () => undefined }),
    } as never);
    const handler = instrumented.wrap(async (_event: object) => {
      trace.getTracer('theirs').startSpan('x');
    });
    await handler({});
    const [root, ...others] = receiver.spans();
    expect(others).toEqual([]);
    expect(parents).toEqual([root?.spanId]);
  });

  it('are dropped with the invocation when the sampler says so, and the decision is passed on', async () => {
    restart({ OTEL_TRACES_SAMPLER: 'always_off' });
    const carrier: Record<string, string> = {};
    const handler = instrumented.wrap(async (_event: object) => {
      trace.getTracer('shop').startActiveSpan('child', (span) => {
        propagation.inject(context.active(), carrier);
        console.log('still logged');
        span.end();
      });
      return 'ok';
    });
    expect(await handler({})).toBe('ok');
    expect(receiver.spans()).toEqual([]);
    expect(carrier.traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/);
    expect(receiver.logs()[0]).toMatchObject({
      body: 'still logged',
      traceId: carrier.traceparent?.slice(3, 35),
    });
  });

  it('follow the decision of the caller under parentbased samplers', async () => {
    const handler = instrumented.wrap(async (_event: object) => 'ok');
    await handler({ httpMethod: 'GET', headers: { traceparent: TRACEPARENT.replace(/01$/, '00') } });
    expect(receiver.spans()).toEqual([]);
  });

  it('start a trace of their own when OTEL_PROPAGATORS leaves tracecontext out', async () => {
    restart({ OTEL_PROPAGATORS: 'none' });
    await instrumented.wrap(async (_event: object) => 'ok')({
      httpMethod: 'GET',
      headers: { traceparent: TRACEPARENT },
    });
    expect(receiver.spans()[0]?.parentSpanId).toBeUndefined();
  });
});
