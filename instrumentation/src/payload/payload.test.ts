import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Instrumented, instrument, lambdaContext } from '../testing/lambda';
import { type OtlpReceiver, startOtlpReceiver } from '../testing/otlp-receiver';
import '../payloads';
import type { CaptureOptions } from './capture-options';
import { createMask } from './mask';
import { maskedJson } from './masked-json';

describe('payloads', () => {
  let receiver: OtlpReceiver;
  let instrumented: Instrumented;
  const invoke = async (
    event: object,
    fn: () => unknown,
    { env = {}, payloads = {} }: { env?: Record<string, string>; payloads?: CaptureOptions } = {},
  ) => {
    instrumented = instrument({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, ...env });
    const handler = instrumented.wrap(async (_event: object, _context: object) => fn(), { payloads });
    await handler(event, lambdaContext()).catch(() => {});
    const attributes = receiver.spans().at(-1)?.attributes;
    return [attributes?.['faaslens.payload.input'], attributes?.['faaslens.payload.result']];
  };

  beforeEach(async () => {
    receiver = await startOtlpReceiver();
  });
  afterEach(async () => {
    instrumented?.dispose();
    await receiver.close();
  });

  it('are not kept unless asked for', async () => {
    expect(await invoke({ a: 1 }, () => ({ b: 2 }))).toEqual([undefined, undefined]);
  });

  it('are kept of every invocation, or of those that fail', async () => {
    const always = { env: { FAASLENS_PAYLOADS: 'always' } };
    expect(await invoke({ a: 1 }, () => ({ b: 2 }), always)).toEqual(['{"a":1}', '{"b":2}']);
    instrumented.dispose();
    const onError = { payloads: { mode: 'error' } as const };
    expect(await invoke({ a: 1 }, () => 'fine', onError)).toEqual([undefined, undefined]);
    instrumented.dispose();
    const [input, result] = await invoke({ a: 1 }, () => Promise.reject(new RangeError('no')), onError);
    expect(input).toBe('{"a":1}');
    expect(JSON.parse(String(result))).toMatchObject({ type: 'RangeError', message: 'no' });
  });

  it('are cut at their length, after secrets were hidden', async () => {
    const event = { note: 'x'.repeat(5000), password: 'hunter2' };
    const [input] = await invoke(event, () => 1, { payloads: { mode: 'always', maxLength: 100 } });
    expect(input).toHaveLength(100);
  });
});

describe('masking', () => {
  const mask = createMask(['Patient-Id'], [/\bIBAN\w+/]);
  const masked = (value: unknown) => JSON.parse(maskedJson(value, mask) ?? 'null') as unknown;

  it.each(['password', 'Authorization', 'api_key', 'x-api-key', 'accessToken', 'Set-Cookie', 'patient_id'])(
    'hides the field %s wherever it is',
    (key) => {
      expect(masked({ list: [{ [key]: { deep: 's3cret' } }] })).toEqual({ list: [{ [key]: '***' }] });
    },
  );

  it.each([
    ['a bearer token', 'sent Bearer abcdefgh.ijkl today', 'sent *** today'],
    ['a JWT', 'eyJhbGciOi.eyJzdWIi.abc', '***'],
    ['a card number', 'card 4111 1111 1111 1111.', 'card ***.'],
    ['an AWS key', 'AKIAIOSFODNN7EXAMPLE', '***'],
    ['what the user named', 'to IBANDE123', 'to ***'],
  ])('hides %s in any text', (_what, text, hidden) => {
    expect(masked({ text })).toEqual({ text: hidden });
  });

  it.each([
    'newPassword',
    'password_confirmation',
    'cookies',
    'authorizationToken',
    'x-amz-security-token',
    'dbPassword',
  ])('hides the field %s, whose name only holds that of a secret', (key) =>
    expect(masked({ [key]: ['s3cret'] })).toEqual({ [key]: '***' }),
  );

  it('leaves counts, answers and places in lists', () => {
    const usage = { max_tokens: 100, hasPassword: true, nextToken: 'page-2', keys: ['a'], status: 'paid' };
    expect(masked(usage)).toEqual(usage);
  });

  it('looks into texts that are JSON, as bodies of HTTP events are', () => {
    const body = JSON.stringify({ user: 'u', password: 'hunter2' });
    expect(masked({ body })).toEqual({ body: '{"user":"u","password":"***"}' });
  });

  it.each([
    ['a form', 'user=u&password=hunter2&x=1', 'user=u&password=***&x=1'],
    ['a query', 'code=7&access_token=hunter2', 'code=7&access_token=***'],
    ['an address', 'https://shop.example/?a=1&token=hunter2', 'https://shop.example/?a=1&token=***'],
    ['a connection string', 'Server=db; Password="hunter 2"; Port=1', 'Server=db; Password=***; Port=1'],
    ['lines of JSON', '{"a":1}\n{"token": "hunter2"}', '{"a":1}\n{"token": "***"}'],
  ])('hides the named secrets of %s', (_what, text, hidden) => {
    expect(masked({ text })).toEqual({ text: hidden });
  });

  it('looks into bodies and data in base64, and leaves those without a secret as they are', () => {
    const base64 = (text: string) => Buffer.from(text).toString('base64');
    const body = base64('user=u&password=hunter2');
    expect(masked({ body, isBase64Encoded: true })).toEqual({
      body: 'user=u&password=***',
      isBase64Encoded: true,
    });
    const data = (fields: object) => base64(JSON.stringify(fields));
    expect(masked({ data: data({ token: 'hunter2' }) })).toEqual({ data: '{"token":"***"}' });
    const harmless = { data: data({ cart: 7 }), body: base64('\u00ff\u0000 image'), isBase64Encoded: true };
    expect(masked(harmless)).toEqual(harmless);
  });

  it('keeps of an object what it says for JSON, which may hold back more', () => {
    class User {
      name = 'u';
      salt = 'hunter2';
      toJSON() {
        return { name: this.name };
      }
    }
    expect(masked({ user: new User(), at: new Date(0) })).toEqual({
      user: { name: 'u' },
      at: '1970-01-01T00:00:00.000Z',
    });
  });

  it('is done soon with what refers to itself, and with more than anyone would read', () => {
    const nodes = Array.from({ length: 30 }, (_, id) => ({ id, others: [] as object[] }));
    for (const node of nodes) node.others.push(...nodes);
    const began = performance.now();
    expect(maskedJson({ nodes }, mask)).toContain('...');
    expect(
      maskedJson(
        Array.from({ length: 1_000_000 }, () => ({})),
        mask,
      )?.length,
    ).toBeLessThan(100_000);
    expect(performance.now() - began).toBeLessThan(10_000);
  });

  it('keeps nothing of what throws when it is read', () => {
    const hostile = {
      get secret(): string {
        throw new Error('no');
      },
    };
    expect(maskedJson(hostile, mask)).toBeUndefined();
  });

  it('never lets a hidden field through and never throws, whatever the value', () => {
    const secret = 'zz-secret-zz';
    const tree = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.string(),
        fc.integer(),
        fc.bigInt(),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.record({ token: fc.constant(secret), other: tie('value') }),
        fc.record({ body: fc.constant(JSON.stringify({ password: secret })) }),
      ),
    })).value;
    fc.assert(fc.property(tree, (value) => !(maskedJson(value, mask) ?? '').includes(secret)));
  });
});
