import { context, propagation, trace } from '@opentelemetry/api';
import { BasicTracerProvider, BatchSpanProcessor, InMemorySpanExporter } from '@opentelemetry/sdk-trace-base';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { span } from '../api';
import { type Instrumented, instrument, lambdaContext } from '../testing/lambda';
import { type OtlpReceiver, startOtlpReceiver } from '../testing/otlp-receiver';
import { createContextManager } from './context';

const TRACEPARENT = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;

/** What an SDK exports when the invocation's flush asks it to: a batch is sent at no other time here. */
describe('where an OpenTelemetry SDK is registered', () => {
  const exporter = new InMemorySpanExporter();
  let receiver: OtlpReceiver;
  let instrumented: Instrumented;

  beforeEach(async () => {
    exporter.reset();
    receiver = await startOtlpReceiver();
    const processor = new BatchSpanProcessor(exporter, { scheduledDelayMillis: 60_000 });
    trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [processor] }));
    context.setGlobalContextManager(createContextManager());
    instrumented = instrument({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url });
  });
  afterEach(async () => {
    instrumented.dispose();
    for (const api of [trace, context, propagation]) api.disable();
    await receiver.close();
  });

  it('it makes the span of the invocation and those inside, and is flushed before the answer', async () => {
    const handler = instrumented.wrap(async (_event: object, _context: object) => {
      trace.getTracer('shop').startActiveSpan('theirs', (theirs) => {
        span('ours', () => 1);
        theirs.end();
      });
      console.log('still ours');
      return { statusCode: 204 };
    });
    const event = { httpMethod: 'GET', path: '/', headers: { traceparent: TRACEPARENT } };
    await handler(event, lambdaContext());
    const byName = new Map(exporter.getFinishedSpans().map((finished) => [finished.name, finished]));
    const root = byName.get('checkout');
    expect(root?.parentSpanContext?.spanId).toBe('b'.repeat(16));
    expect(root?.attributes).toMatchObject({
      'faas.trigger': 'http',
      'faas.coldstart': true,
      'faaslens.sequence': 1,
      'http.response.status_code': 204,
    });
    expect(byName.get('theirs')?.parentSpanContext?.spanId).toBe(root?.spanContext().spanId);
    expect(byName.get('ours')?.parentSpanContext?.spanId).toBe(byName.get('theirs')?.spanContext().spanId);
    expect(receiver.spans()).toEqual([]);
    expect(receiver.logs()).toMatchObject([{ body: 'still ours', spanId: root?.spanContext().spanId }]);
  });

  it('it is told of an error like any other', async () => {
    const handler = instrumented.wrap(async (_event: object, _context: object) => {
      throw new RangeError('no');
    });
    const began = performance.now();
    await expect(handler({}, lambdaContext())).rejects.toThrow('no');
    expect(performance.now() - began).toBeLessThan(20_000);
    expect(exporter.getFinishedSpans()[0]).toMatchObject({
      status: { code: 2, message: 'no' },
      attributes: { 'error.type': 'RangeError' },
    });
  });

  it('its span tells of a time limit just before the process is killed', async () => {
    const deadline = performance.now() + 1500;
    const limits = { getRemainingTimeInMillis: () => deadline - performance.now() };
    const handler = instrumented.wrap(async (_event: object, _context: object) => new Promise(() => {}));
    void handler({}, lambdaContext(limits));
    await expect.poll(() => exporter.getFinishedSpans(), { timeout: 3000 }).toHaveLength(1);
    expect(exporter.getFinishedSpans()[0]?.attributes['error.type']).toBe('timeout');
    expect(performance.now()).toBeLessThan(deadline);
  });
});
