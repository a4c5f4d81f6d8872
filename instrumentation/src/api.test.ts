import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { log, recordError, setAttribute, span } from './api';
import { type Instrumented, instrument, lambdaContext } from './testing/lambda';
import { type OtlpReceiver, startOtlpReceiver } from './testing/otlp-receiver';

describe('the small API', () => {
  let receiver: OtlpReceiver;
  let instrumented: Instrumented;
  const invoke = <T>(fn: () => T) =>
    instrumented.wrap(async (_event: object, _context: object) => fn())({}, lambdaContext());
  const byName = (name: string) => receiver.spans().find((candidate) => candidate.name === name);

  beforeEach(async () => {
    receiver = await startOtlpReceiver();
    instrumented = instrument({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url });
  });
  afterEach(async () => {
    instrumented.dispose();
    await receiver.close();
  });

  it('makes spans, one inside the other, and gives back what they give back', async () => {
    const answer = await invoke(() =>
      span('outer', async () => span('inner', () => 7, { 'cart.items': 2 }), { step: 'first' }),
    );
    expect(answer).toBe(7);
    expect(byName('outer')).toMatchObject({
      parentSpanId: byName('checkout')?.spanId,
      attributes: { step: 'first' },
    });
    expect(byName('inner')).toMatchObject({
      parentSpanId: byName('outer')?.spanId,
      attributes: { 'cart.items': 2 },
    });
  });

  it.each([
    ['thrown', () => span('work', () => fail())],
    ['rejected', () => span('work', async () => fail())],
  ])('marks a span by the error that is %s in it, which goes on to the caller', async (_how, work) => {
    await expect(invoke(work)).rejects.toThrow('no');
    expect(byName('work')).toMatchObject({
      status: { code: 2, message: 'no' },
      attributes: { 'error.type': 'RangeError' },
      events: [{ name: 'exception' }],
    });
  });

  it('adds to the span of the invocation from anywhere in it', async () => {
    await invoke(() =>
      span('work', () => {
        setAttribute('customer', 'c1');
        recordError(new RangeError('handled'));
      }),
    );
    expect(byName('checkout')).toMatchObject({
      attributes: { customer: 'c1' },
      events: [{ name: 'exception', attributes: { 'exception.message': 'handled' } }],
    });
    expect(byName('checkout')?.status).toBeUndefined();
  });

  it('writes log records with the span that is active', async () => {
    await invoke(() => span('work', () => log('warn', 'low stock', { sku: 's1', left: 2 })));
    expect(receiver.logs()).toMatchObject([
      { body: 'low stock', severityNumber: 13, severityText: 'WARN', attributes: { sku: 's1', left: 2 } },
    ]);
    expect(receiver.logs()[0]?.spanId).toBe(byName('work')?.spanId);
  });

  it('does nothing outside an invocation but run what it is given', () => {
    expect(span('work', () => 7)).toBe(7);
    setAttribute('a', 1);
    recordError(new Error('x'));
    log('info', 'x');
    instrumented.dispose();
    expect(span('work', () => 8)).toBe(8);
    expect(receiver.requests).toEqual([]);
  });
});

function fail(): never {
  throw new RangeError('no');
}
