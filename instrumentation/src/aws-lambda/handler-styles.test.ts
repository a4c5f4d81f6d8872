import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Instrumented, instrument, lambdaContext } from '../testing/lambda';
import { type OtlpReceiver, startOtlpReceiver } from '../testing/otlp-receiver';

type Callback = (error?: unknown, result?: unknown) => void;

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const durationMs = (span: { startTimeUnixNano: string; endTimeUnixNano: string }) =>
  Number(BigInt(span.endTimeUnixNano) - BigInt(span.startTimeUnixNano)) / 1e6;

describe('wrap answers as the handler does', () => {
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

  it('for an async handler, with the span sent before the promise settles', async () => {
    const result = { statusCode: 201 };
    const handler = wrap(async (_event: object, _context: object) => {
      await sleep(20);
      return result;
    });
    expect(await handler({}, lambdaContext())).toBe(result);
    expect(durationMs(only(receiver.spans()))).toBeGreaterThan(18);
  });

  it('for a callback handler, measuring until the callback and not until the return', async () => {
    const handler = wrap((_event: object, _context: object, callback: Callback) => {
      setTimeout(() => callback(null, 'done'), 40);
    });
    const answer = await new Promise((resolve) => {
      const returned = handler({}, lambdaContext(), (...args) => resolve(args));
      expect(returned).toBeUndefined();
    });
    expect(answer).toEqual([null, 'done']);
    expect(durationMs(only(receiver.spans()))).toBeGreaterThan(38);
  });

  it.each<[string, Parameters<typeof wrap>[0]]>([
    [
      'its callback',
      ((_event: object, _context: object, callback: Callback) =>
        setTimeout(() => callback(null, 'done'), 40)) as never,
    ],
    [
      'context.succeed',
      ((_event: object, context: { succeed: Callback }) =>
        setTimeout(() => context.succeed('done'), 40)) as never,
    ],
  ])('for a handler that returns what is no answer, measuring until %s', async (_by, handler) => {
    const wrapped = wrap(handler) as (...args: unknown[]) => unknown;
    const answer = await new Promise((resolve) => {
      const context = lambdaContext({ succeed: resolve });
      wrapped({}, context, (_error: unknown, result: unknown) => resolve(result));
    });
    expect(answer).toBe('done');
    expect(durationMs(only(receiver.spans()))).toBeGreaterThan(38);
  });

  it('for a callback handler on a runtime without callbacks, by a promise', async () => {
    const handler = wrap((event: { fail: boolean }, _context: object, callback: Callback) => {
      setTimeout(() => (event.fail ? callback(new Error('no')) : callback(null, 'yes')), 5);
    }) as (event: object, context: object) => unknown;
    expect(await handler({ fail: false }, lambdaContext())).toBe('yes');
    await expect(handler({ fail: true }, lambdaContext())).rejects.toThrow('no');
    expect(receiver.spans().map((span) => span.status?.code)).toEqual([undefined, 2]);
  });

  it('for an async handler that answers by its callback, on a runtime without callbacks too', async () => {
    const handler = wrap(async (_event: object, _context: object, callback: Callback) => {
      callback(null, 'yes');
    }) as (...args: unknown[]) => unknown;
    expect(await handler({}, lambdaContext())).toBe('yes');
    expect(
      await new Promise((resolve) => handler({}, lambdaContext(), (...args: unknown[]) => resolve(args))),
    ).toEqual([null, 'yes']);
    expect(receiver.spans()).toHaveLength(2);
  });

  it.each([
    ['succeed', ['fine'], undefined],
    ['done', [null, 'fine'], undefined],
    ['done', [new RangeError('bad')], 'RangeError'],
    ['fail', [new RangeError('bad')], 'RangeError'],
    ['fail', [], 'string'],
  ])('for context.%s(%j)', async (name, args, errorType) => {
    const handler = wrap((_event: object, context: Record<string, (...list: unknown[]) => void>) => {
      setTimeout(() => context[name]?.(...args), 10);
    });
    const answered = await new Promise((resolve) => {
      const members = {
        succeed: () => {},
        done: () => {},
        fail: () => {},
        [name]: (...given: unknown[]) => resolve(given),
      };
      const withCallback = handler as (...list: unknown[]) => unknown;
      withCallback({}, lambdaContext(members), () => {});
    });
    expect(answered).toEqual(args);
    const span = only(receiver.spans());
    expect(span.attributes['error.type']).toBe(errorType);
    expect(durationMs(span)).toBeGreaterThan(9);
  });

  it('for a handler that returns a plain value where there is no callback', async () => {
    const handler = wrap((event: { n: number }, _context: object) => event.n + 1);
    expect(await handler({ n: 1 }, lambdaContext())).toBe(2);
    expect(receiver.spans()).toHaveLength(1);
  });

  it('for a streaming handler, keeping its marker and its three arguments', async () => {
    const streaming = Symbol.for('aws.lambda.runtime.handler.streaming');
    const highWaterMark = Symbol.for('aws.lambda.runtime.handler.highWaterMark');
    const written: string[] = [];
    const original = Object.assign(
      async (
        event: { text: string },
        stream: { write(text: string): void },
        context: { awsRequestId: string },
      ) => {
        stream.write(`${event.text} ${context.awsRequestId}`);
        await sleep(15);
      },
      { [streaming]: 'response', [highWaterMark]: 1024 },
    );
    const handler = wrap(original);
    expect(handler[streaming]).toBe('response');
    expect(handler[highWaterMark]).toBe(1024);
    await handler(
      { text: 'hi' },
      { write: (text) => written.push(text) },
      lambdaContext({ awsRequestId: 'r1' }),
    );
    expect(written).toEqual(['hi r1']);
    const span = only(receiver.spans());
    expect(span.attributes['faas.invocation_id']).toBe('r1');
    expect(durationMs(span)).toBeGreaterThan(14);
  });

  it('for a handler that is made a streaming one after it was wrapped', async () => {
    const written: string[] = [];
    const handler = wrap(
      async (
        event: { text: string },
        stream: { write(text: string): void },
        context: { awsRequestId: string },
      ) => stream.write(`${event.text} ${context.awsRequestId}`),
    );
    await handler(
      { text: 'hi' },
      { write: (text) => written.push(text) },
      lambdaContext({ awsRequestId: 'r1' }),
    );
    expect(written).toEqual(['hi r1']);
    expect(only(receiver.spans()).attributes).toMatchObject({
      'faas.invocation_id': 'r1',
      'http.response.body.size': 5,
    });
  });

  it('with a third argument of its own, not replaced by a callback', async () => {
    const handler = wrap(async (_event: object, _context: object, table = 'orders') => table);
    expect(await handler({}, lambdaContext())).toBe('orders');
    expect(await handler({}, lambdaContext(), 'test-orders')).toBe('test-orders');
  });

  it('with the same `this`', async () => {
    const service = {
      name: 'orders',
      handler: wrap(async function (this: unknown, _event: object) {
        return (this as { name: string }).name;
      }),
    };
    expect(await service.handler({})).toBe('orders');
  });
});
