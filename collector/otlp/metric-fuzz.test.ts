import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isFaaslensError } from '@/core/errors';
import type { Encoding } from './decode';
import { decodeMetrics } from './metrics';
import { fixed64, number, part, request } from './testing/wire';

const POINT = part(
  1,
  part(7, part(1, 'k'), part(2, part(1, 'v'))),
  fixed64(3, 9n),
  fixed64(4, 4n),
  fixed64(6, 4n),
);
const BODY = request(
  Buffer.concat([part(1, 'faas.a'), part(3, 's'), part(7, POINT, number(2, 1))]),
  Buffer.concat([part(1, 'faas.b'), part(9, part(1, part(9, part(1, 'k')), fixed64(4, 1n)))]),
  Buffer.concat([part(1, 'faas.c'), part(11, part(1, part(6, fixed64(1, 0n), fixed64(2, 7n))))]),
  Buffer.concat([part(1, 'other'), part(5, POINT)]),
);
const JSON_BODY = Buffer.from(
  JSON.stringify({
    resourceMetrics: [
      {
        resource: { attributes: [{ key: 'a', value: { intValue: 1 } }] },
        scopeMetrics: [
          {
            metrics: [
              {
                name: 'faas.a',
                sum: { dataPoints: [{ asDouble: 1.5, timeUnixNano: '9' }], aggregationTemporality: 1 },
              },
              {
                name: 'faas.b',
                summary: { dataPoints: [{ count: 3, quantileValues: [{ quantile: 1, value: 2 }] }] },
              },
              { name: 'other', gauge: { dataPoints: [{ asInt: '3' }] } },
            ],
          },
        ],
      },
    ],
  }),
);
const FORMS = [
  { encoding: 'protobuf', bytes: BODY },
  { encoding: 'json', bytes: JSON_BODY },
] as const;

function decodesOrRefuses(body: Uint8Array, encoding: Encoding): void {
  try {
    const { points, ignored, rejected } = decodeMetrics(body, encoding, 5n);
    for (const { sum, min, max, count } of points)
      for (const value of [sum, min, max, count]) expect(value === null || Number.isFinite(value)).toBe(true);
    expect(ignored + rejected.count).toBeGreaterThanOrEqual(0);
  } catch (error) {
    if (!isFaaslensError(error)) throw error;
    expect(['invalid_input', 'too_large']).toContain(error.code);
  }
}

it('decodes what the changes start from', () => {
  expect(decodeMetrics(BODY, 'protobuf', 5n)).toMatchObject({ points: [{}, {}], ignored: 2 });
  expect(decodeMetrics(JSON_BODY, 'json', 5n)).toMatchObject({ points: [{}, {}], ignored: 1 });
});

it.each(FORMS)('survives metrics cut at every byte ($encoding)', ({ encoding, bytes }) => {
  for (let length = 0; length < bytes.length; length += 1)
    decodesOrRefuses(bytes.subarray(0, length), encoding);
});

it.each(FORMS)('survives random changes of metrics ($encoding)', ({ encoding, bytes }) => {
  const change = fc.tuple(fc.nat(bytes.length - 1), fc.integer({ min: 0, max: 255 }));
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), (changes) => {
      const body = Uint8Array.from(bytes);
      for (const [index, byte] of changes) body[index] = byte;
      decodesOrRefuses(body, encoding);
    }),
    { numRuns: 3_000 },
  );
});

it('survives any JSON in every place', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      for (const metric of [
        value,
        { name: 'faas.x', gauge: value },
        { name: 'faas.x', sum: { dataPoints: value, aggregationTemporality: value } },
        {
          name: 'faas.x',
          summary: { dataPoints: [{ count: value, sum: value, quantileValues: value, flags: value }] },
        },
        {
          name: 'faas.x',
          histogram: { dataPoints: [value, { min: value, attributes: value, timeUnixNano: value }] },
        },
      ]) {
        const body = { resourceMetrics: [{ scopeMetrics: [{ metrics: [metric] }] }] };
        decodesOrRefuses(Buffer.from(JSON.stringify(body)), 'json');
      }
    }),
    { numRuns: 1_000 },
  );
});
