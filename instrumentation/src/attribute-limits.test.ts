import { trace } from '@opentelemetry/api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { setAttribute, span } from './api';
import { type Instrumented, instrument, lambdaContext } from './testing/lambda';
import { type OtlpReceiver, startOtlpReceiver } from './testing/otlp-receiver';

describe('a handler that fills its span to the limits', () => {
  let receiver: OtlpReceiver;
  let instrumented: Instrumented;

  beforeEach(async () => {
    receiver = await startOtlpReceiver();
    instrumented = instrument({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url });
  });
  afterEach(async () => {
    instrumented.dispose();
    await receiver.close();
  });

  const fill = () => {
    for (let at = 0; at < 200; at += 1) setAttribute(`own.${at}`, at);
    for (let at = 0; at < 200; at += 1) trace.getActiveSpan()?.addEvent(`own ${at}`);
  };
  const ownOf = (attributes: object = {}) =>
    Object.keys(attributes).filter((key) => key.startsWith('own.')).length;

  it('keeps its error, and no more of its own than fits', async () => {
    const handler = instrumented.wrap(async (_event: object, _context: object) => {
      fill();
      throw new RangeError('no');
    });
    await expect(handler({}, lambdaContext())).rejects.toThrow('no');
    const [told] = receiver.spans();
    expect(told?.attributes).toMatchObject({
      'error.type': 'RangeError',
      'faaslens.max_memory_used_mb': expect.any(Number),
    });
    expect(told?.events.at(-1)).toMatchObject({ name: 'exception' });
    expect(told?.events).toHaveLength(129);
    expect(ownOf(told?.attributes)).toBeLessThan(128);
  });

  it('keeps the status of its answer', async () => {
    const handler = instrumented.wrap(async (_event: object, _context: object) => {
      fill();
      return { statusCode: 503 };
    });
    await handler({ httpMethod: 'GET', path: '/' }, lambdaContext());
    expect(receiver.spans()[0]?.attributes).toMatchObject({
      'http.response.status_code': 503,
      'error.type': '503',
    });
  });

  it('before it runs, by the attributes of `wrap`, keeps what says which invocation it is', async () => {
    const attributes = Object.fromEntries(Array.from({ length: 200 }, (_, at) => [`own.${at}`, at]));
    const handler = instrumented.wrap(async (_event: object, _context: object) => 'ok', { attributes });
    await handler({}, lambdaContext());
    const [told] = receiver.spans();
    expect(told?.attributes).toMatchObject({ 'faaslens.sequence': 1, 'faas.trigger': 'other' });
    expect(ownOf(told?.attributes)).toBeLessThan(128);
  });

  it('inside a span of its own keeps the error of that one', async () => {
    const attributes = Object.fromEntries(Array.from({ length: 200 }, (_, at) => [`own.${at}`, at]));
    const handler = instrumented.wrap(async (_event: object, _context: object) => {
      const work = () => span('work', () => Promise.reject(new RangeError('no')), attributes);
      await work().catch(() => {});
    });
    await handler({}, lambdaContext());
    const work = receiver.spans().find(({ name }) => name === 'work');
    expect(work?.attributes).toMatchObject({ 'error.type': 'RangeError' });
    expect(ownOf(work?.attributes)).toBe(128);
  });

  it('whose limit is lower than what this package says keeps all of that', async () => {
    instrumented.dispose();
    instrumented = instrument({
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
      OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT: '1',
    });
    const handler = instrumented.wrap(async (_event: object, _context: object) => {
      fill();
      throw new RangeError('no');
    });
    await expect(handler({}, lambdaContext())).rejects.toThrow('no');
    const [told] = receiver.spans();
    expect(told?.attributes).toMatchObject({
      'faas.trigger': 'other',
      'faas.invocation_id': expect.any(String),
      'error.type': 'RangeError',
    });
    expect(told?.events.at(-1)?.attributes).toMatchObject({ 'exception.stacktrace': expect.any(String) });
    expect(ownOf(told?.attributes)).toBe(0);
  });
});
