import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { span as inSpan } from '../api';
import { type Instrumented, instrument, lambdaContext } from '../testing/lambda';
import { type OtlpReceiver, startOtlpReceiver } from '../testing/otlp-receiver';

class PaymentDeclinedError extends Error {}

describe('errors of a handler', () => {
  let receiver: OtlpReceiver;
  let instrumented: Instrumented;
  const span = () => {
    expect(receiver.spans()).toHaveLength(1);
    return receiver.spans()[0];
  };

  beforeEach(async () => {
    receiver = await startOtlpReceiver();
    instrumented = instrument({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url });
  });
  afterEach(async () => {
    instrumented.dispose();
    await receiver.close();
  });

  it('pass through as the very same object when a promise rejects', async () => {
    const error = new PaymentDeclinedError('card 42 declined', { cause: new Error('issuer said no') });
    const handler = instrumented.wrap(async (_event: object, _context: object) => {
      throw error;
    });
    await expect(handler({}, lambdaContext())).rejects.toBe(error);
    expect(span()).toMatchObject({
      status: { code: 2, message: 'card 42 declined' },
      attributes: { 'error.type': 'PaymentDeclinedError' },
      events: [
        {
          name: 'exception',
          attributes: {
            'exception.type': 'PaymentDeclinedError',
            'exception.message': 'card 42 declined',
            'exception.stacktrace': expect.stringMatching(
              /errors\.test\.ts[\s\S]*Caused by: Error: issuer said no/,
            ),
          },
        },
      ],
    });
  });

  it('become a rejection when they are thrown synchronously', async () => {
    const error = new TypeError('not async');
    const handler = instrumented.wrap((_event: object): string => {
      throw error;
    });
    await expect(handler({})).rejects.toBe(error);
    expect(span()?.attributes['error.type']).toBe('TypeError');
  });

  it('reach the callback that they were passed to', async () => {
    const error = new RangeError('bad');
    const handler = instrumented.wrap(
      (_event: object, _context: object, callback: (error?: unknown) => void) =>
        void setImmediate(() => callback(error)),
    );
    const given = await new Promise((resolve) => handler({}, lambdaContext(), resolve));
    expect(given).toBe(error);
    expect(span()?.attributes['error.type']).toBe('RangeError');
  });

  it.each([
    ['a string', 'boom', { 'error.type': 'string' }, 'boom'],
    ['undefined', undefined, { 'error.type': 'undefined' }, 'undefined'],
    ['a plain object', { code: 7 }, { 'error.type': 'Object' }, '{"code":7}'],
    ['an error-like object', { name: 'Busy', message: 'later' }, { 'error.type': 'Busy' }, 'later'],
    ['an object without a prototype', Object.create(null), { 'error.type': 'object' }, '{}'],
  ])('may be %s', async (_what, thrown, attributes, message) => {
    const handler = instrumented.wrap(async (_event: object) => {
      throw thrown;
    });
    await expect(handler({})).rejects.toBe(thrown);
    expect(span()).toMatchObject({ attributes, status: { code: 2, message } });
  });

  it('that cannot be looked at go on as they are, also out of a span', async () => {
    const error = new Proxy(new Error('secret'), {
      get() {
        throw new Error('do not touch');
      },
    });
    const handler = instrumented.wrap(async (_event: object) =>
      inSpan('work', () => {
        throw error;
      }),
    );
    expect(await handler({}).catch((thrown: unknown) => thrown === error)).toBe(true);
    expect(receiver.spans().map(({ name, status }) => [name, status?.code])).toEqual([
      ['work', 2],
      ['checkout', 2],
    ]);
  });

  it('are also HTTP answers from 500 on, by their status', async () => {
    const handler = instrumented.wrap(async (event: { status: number }) => ({ statusCode: event.status }));
    const http = { requestContext: { http: { method: 'GET', path: '/' } } };
    await handler({ ...http, status: 503 });
    await handler({ ...http, status: 404 });
    const [failed, notFound] = receiver.spans();
    expect(failed).toMatchObject({
      status: { code: 2 },
      attributes: { 'http.response.status_code': 503, 'error.type': '503' },
    });
    expect(notFound?.attributes['http.response.status_code']).toBe(404);
    expect(notFound?.status).toBeUndefined();
  });

  it('are also streamed HTTP answers from 500 on', async () => {
    const stream = {
      write() {},
      // As `HttpResponseStream.from` leaves it behind.
      _onBeforeFirstWrite: (write: (chunk: string) => void) => write('{"statusCode":503}'),
    };
    const handler = instrumented.wrap(
      Object.assign(async (_event: object, out: typeof stream, _context: object) => out.write(), {
        [Symbol.for('aws.lambda.runtime.handler.streaming')]: 'response',
      }),
    );
    await handler({ requestContext: { http: { method: 'GET', path: '/' } } }, stream, lambdaContext());
    expect(span()).toMatchObject({
      status: { code: 2 },
      attributes: { 'http.response.status_code': 503, 'error.type': '503' },
    });
  });

  it('of a result that cannot be looked at cost neither the answer nor the span', async () => {
    const result = new Proxy({}, { get: (_target, key) => (key === 'then' ? undefined : explode()) });
    const explode = () => {
      throw new Error('do not touch');
    };
    vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const handler = instrumented.wrap(async (_event: object) => result);
    expect((await handler({})) === result).toBe(true);
    expect(span()?.name).toBe('checkout');
    vi.restoreAllMocks();
  });
});
