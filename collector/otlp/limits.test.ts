import { describe, expect, it } from 'vitest';
import type { AttributeValue } from '@/core/model/attributes';
import { decodeLogs, decodeTraces } from './decode';
import {
  MAX_ATTRIBUTES,
  MAX_LOG_BODY_BYTES,
  MAX_NAME_BYTES,
  MAX_VALUE_BYTES,
  MAX_VALUE_DEPTH,
} from './limits';
import { attribute, part, request, SPAN_ID, spanFields, TRACE_ID } from './testing/wire';
import { CUT_MARK } from './text';
import { DEPTH_MARK, DROPPED_KEY } from './values';

type AnyValue =
  | { stringValue: string }
  | { bytesValue: string }
  | { arrayValue: { values: AnyValue[] } }
  | { kvlistValue: { values: { key: string; value: AnyValue }[] } };

function toWire(any: AnyValue): Buffer {
  if ('stringValue' in any) return part(1, any.stringValue);
  if ('bytesValue' in any) return part(7, Buffer.from(any.bytesValue, 'base64'));
  if ('arrayValue' in any) return part(5, ...any.arrayValue.values.map((one) => part(1, toWire(one))));
  return part(
    6,
    ...any.kvlistValue.values.map(({ key, value }) => part(1, part(1, key), part(2, toWire(value)))),
  );
}

/** The value as stored, which must be the same for both encodings. */
function kept(any: AnyValue, key = 'k'): AttributeValue | undefined {
  const fromWire = decodeTraces(
    request(Buffer.concat([spanFields(), attribute(toWire(any), key)])),
    'protobuf',
    5n,
  );
  const span = { traceId: TRACE_ID, spanId: SPAN_ID, attributes: [{ key, value: any }] };
  const body = JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] });
  const fromJson = decodeTraces(Buffer.from(body), 'json', 5n);
  const value = fromWire.spans[0]?.attributes[key];
  if (!('bytesValue' in any)) expect(fromJson.spans[0]?.attributes[key]).toEqual(value);
  return value;
}

describe('long texts', () => {
  it('keeps a value of exactly the limit and cuts one byte more', () => {
    const whole = 'a'.repeat(MAX_VALUE_BYTES);
    expect(kept({ stringValue: whole })).toBe(whole);
    const cut = kept({ stringValue: `${whole}a` });
    expect(cut).toMatch(/^a+…\[truncated\]$/);
    expect(Buffer.byteLength(String(cut))).toBe(MAX_VALUE_BYTES);
  });

  it('never cuts inside a character', () => {
    for (const shift of ['', 'a', 'aa', 'aaa']) {
      const cut = String(kept({ stringValue: shift + '🎉'.repeat(10_000) }));
      expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(MAX_VALUE_BYTES);
      expect(cut.slice(shift.length)).toMatch(/^(?:🎉)+…\[truncated\]$/u);
    }
  });

  it('keeps more of prompts', () => {
    const prompt = 'p'.repeat(60_000);
    expect(kept({ stringValue: prompt }, 'gen_ai.prompt')).toBe(prompt);
  });

  it('cuts names, keys, bytes and log bodies at their limits', () => {
    const long = 'n'.repeat(2 * MAX_LOG_BODY_BYTES);
    const span = decodeTraces(
      request(Buffer.concat([spanFields(), part(5, long), attribute(part(7, Buffer.alloc(50_000)), long)])),
      'protobuf',
      5n,
    ).spans[0];
    expect(Buffer.byteLength(span?.name ?? '')).toBe(MAX_NAME_BYTES);
    const [key, value] = Object.entries(span?.attributes ?? {})[0] ?? [];
    expect(Buffer.byteLength(key ?? '')).toBe(MAX_NAME_BYTES);
    expect(String(value)).toMatch(/^A+…\[truncated\]$/);
    const body = decodeLogs(request(part(5, part(1, long))), 'protobuf', 5n).logs[0]?.body ?? '';
    expect(Buffer.byteLength(body)).toBe(MAX_LOG_BODY_BYTES);
  });
});

describe('many and deep values', () => {
  it('keeps 256 attributes and says how many more there were', () => {
    const many = Array.from({ length: 300 }, (_, index) => attribute(part(1, 'v'), `key${index}`));
    const { attributes } =
      decodeTraces(request(Buffer.concat([spanFields(), ...many])), 'protobuf', 5n).spans[0] ?? {};
    expect(Object.keys(attributes ?? {})).toHaveLength(MAX_ATTRIBUTES + 1);
    expect(attributes?.[DROPPED_KEY]).toBe(300 - MAX_ATTRIBUTES);
  });

  it('bounds a list by the bytes of all its elements', () => {
    const list = kept({
      arrayValue: { values: Array.from({ length: 20_000 }, () => ({ stringValue: 'abc' })) },
    });
    expect(Array.isArray(list) && list.at(-1)).toBe(CUT_MARK);
    expect(JSON.stringify(list).length).toBeLessThan(2 * MAX_VALUE_BYTES);
  });

  it('bounds a map by the bytes of its keys and values', () => {
    const values = Array.from({ length: 20_000 }, (_, index) => ({
      key: `key${index}`,
      value: { stringValue: '' },
    }));
    const map = kept({ kvlistValue: { values } });
    expect(map).toHaveProperty([CUT_MARK]);
    expect(JSON.stringify(map).length).toBeLessThan(3 * MAX_VALUE_BYTES);
  });

  it('cuts what is nested deeper than 32 levels, and lives', () => {
    let deep: AnyValue = { stringValue: 'bottom' };
    for (let level = 0; level < 100; level += 1) deep = { arrayValue: { values: [deep] } };
    let found: AttributeValue | undefined = kept(deep);
    let depth = 0;
    for (; Array.isArray(found); depth += 1) found = found[0];
    expect(depth).toBe(MAX_VALUE_DEPTH);
    expect(found).toBe(DEPTH_MARK);
  });

  it('survives values nested 10,000 and JSON nested 100,000 levels deep', () => {
    let wire = part(1, 'bottom');
    for (let level = 0; level < 10_000; level += 1) wire = part(5, part(1, wire));
    const { spans } = decodeTraces(request(Buffer.concat([spanFields(), attribute(wire)])), 'protobuf', 5n);
    expect(JSON.stringify(spans[0]?.attributes)).toContain(DEPTH_MARK);

    const open = '{"arrayValue":{"values":['.repeat(100_000);
    const close = ']}}'.repeat(100_000);
    const body = `{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"${TRACE_ID}","spanId":"${SPAN_ID}","attributes":[{"key":"k","value":${open}${close}}]}]}]}]}`;
    const fromJson = decodeTraces(Buffer.from(body), 'json', 5n);
    expect(JSON.stringify(fromJson.spans[0]?.attributes)).toContain(DEPTH_MARK);
  });
});
