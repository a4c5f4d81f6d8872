import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Instrumented, instrument, lambdaContext } from '../testing/lambda';
import { type OtlpReceiver, startOtlpReceiver } from '../testing/otlp-receiver';
import '../payloads';
import type { CaptureOptions } from './capture-options';
import { createMask, maskedJson } from './mask';

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

  it('looks into texts that are JSON, as bodies of HTTP events are', () => {
    const body = JSON.stringify({ user: 'u', password: 'hunter2' });
    expect(masked({ body })).toEqual({ body: '{"user":"u","password":"***"}' });
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
