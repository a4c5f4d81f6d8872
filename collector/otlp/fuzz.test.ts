import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isFaaslensError } from '@/core/errors';
import { decodeLogs, decodeTraces, type Encoding } from './decode';

const read = (name: string) => new Uint8Array(readFileSync(new URL(`./testdata/${name}`, import.meta.url)));
const PAYLOADS = [
  { name: 'traces as protobuf', decode: decodeTraces, encoding: 'protobuf', bytes: read('js-sdk-traces.pb') },
  { name: 'logs as protobuf', decode: decodeLogs, encoding: 'protobuf', bytes: read('js-sdk-logs.pb') },
  { name: 'traces as JSON', decode: decodeTraces, encoding: 'json', bytes: read('js-sdk-traces.json') },
  { name: 'logs as JSON', decode: decodeLogs, encoding: 'json', bytes: read('js-sdk-logs.json') },
] as const;

type Decode = (body: Uint8Array, encoding: Encoding, receivedNs: bigint) => object;

/** Either decodes, to something that JSON can hold, or throws the typed error. */
function decodesOrRefuses(decode: Decode, encoding: Encoding, body: Uint8Array): void {
  try {
    JSON.stringify(decode(body, encoding, 5n), (_key, value) =>
      typeof value === 'bigint' ? String(value) : value,
    );
  } catch (error) {
    if (!isFaaslensError(error)) throw error;
    expect(['invalid_input', 'too_large']).toContain(error.code);
  }
}

it.each(PAYLOADS)('survives $name cut at every byte', ({ decode, encoding, bytes }) => {
  for (let length = 0; length < bytes.length; length += 1)
    decodesOrRefuses(decode, encoding, bytes.subarray(0, length));
});

it.each(PAYLOADS)('survives random changes of $name', ({ decode, encoding, bytes }) => {
  const change = fc.tuple(fc.nat(bytes.length - 1), fc.integer({ min: 0, max: 255 }));
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), (changes) => {
      const body = bytes.slice();
      for (const [index, byte] of changes) body[index] = byte;
      decodesOrRefuses(decode, encoding, body);
    }),
    { numRuns: 3_000 },
  );
});

it('survives any bytes and any JSON in every form', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      for (const { decode, encoding } of PAYLOADS) decodesOrRefuses(decode, encoding, bytes);
    }),
    { numRuns: 2_000 },
  );
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      for (const body of [
        { resourceSpans: value },
        {
          resourceSpans: [
            { resource: value, scopeSpans: [{ spans: [{ attributes: value, events: value }] }] },
          ],
        },
        { resourceSpans: [{ scopeSpans: [{ spans: [value], scope: value }] }] },
        value,
      ])
        decodesOrRefuses(decodeTraces, 'json', Buffer.from(JSON.stringify(body)));
    }),
    { numRuns: 1_000 },
  );
});
