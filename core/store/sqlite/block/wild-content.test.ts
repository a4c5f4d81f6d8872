import { isDeepStrictEqual } from 'node:util';
import { expect, test } from 'vitest';
import type { Attributes, AttributeValue } from '../../../model/attributes';
import type { Span } from '../../../model/telemetry';
import { encodeBlock } from './encode';
import { exactJson } from './exact-json';
import { openBlock } from './open';

const spanWith = (attributes: Attributes, more: Partial<Span> = {}): Span => ({
  traceId: '1'.repeat(32),
  spanId: '2'.repeat(16),
  parentSpanId: null,
  traceState: '',
  flags: 0,
  name: 'handler',
  kind: 'server',
  startNs: 5n,
  endNs: 6n,
  status: 'unset',
  statusMessage: '',
  attributes,
  events: [],
  links: [],
  resource: { attributes: {} },
  scope: { name: '', version: '', attributes: {} },
  ...more,
});

const many = <T>(count: number, make: (i: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));
const attributesOf = (count: number, key: (i: number) => string, value: (i: number) => AttributeValue) =>
  Object.fromEntries(many(count, (i) => [key(i), value(i)]));

/** A sequence that looks random and is the same each time. */
function noise(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return state / 2 ** 32;
  };
}

const random = noise(1);
const token = (length: number): string => many(length, () => Math.floor(random() * 36).toString(36)).join('');

test.each<[string, () => Span[]]>([
  [
    'a span of 10,000 keys',
    () => [
      spanWith(
        attributesOf(
          10_000,
          (i) => `key.${i}`,
          (i) => i,
        ),
      ),
    ],
  ],
  [
    '2,000 spans, each with other keys',
    () => many(2000, (s) => spanWith(attributesOf(5, (i) => `${s}.${i}`, String))),
  ],
  [
    'texts of no pattern',
    () =>
      many(500, () =>
        spanWith(
          attributesOf(
            10,
            (i) => `key.${i}`,
            () => token(24),
          ),
        ),
      ),
  ],
  [
    'values of many combinations',
    () => many(500, () => spanWith(attributesOf(20, String, () => Math.floor(random() * 30)))),
  ],
  [
    'attributes that come and go',
    () =>
      many(500, () =>
        spanWith(Object.fromEntries(many(20, (i) => [`key.${i}`, i]).filter(() => random() < 0.5))),
      ),
  ],
  [
    'texts of a megabyte',
    () => many(3, (i) => spanWith({ text: token(1_000_000), digits: String(i).repeat(1_000_000) })),
  ],
  [
    'lone surrogates and control characters',
    () => many(40, (i) => spanWith({ text: `\ud800${i}\u0000\u0001`, '\udfff': '\u0000\u0001' })),
  ],
  [
    'thousands of events',
    () =>
      many(3, () =>
        spanWith(
          {},
          { events: many(3000, (i) => ({ name: `event ${i % 7}`, timeNs: BigInt(i), attributes: { i } })) },
        ),
      ),
  ],
  ['0 and -0 of one key', () => many(40, (i) => spanWith({ zero: i % 2 ? 0 : -0, list: [i % 2 ? 0 : -0] }))],
  [
    'keys that plain objects have',
    () => many(40, (i) => spanWith(JSON.parse(`{"constructor":${i % 2},"__proto__":"${i} of many"}`))),
  ],
  [
    'spans of one id',
    () =>
      many(50, (i) => spanWith({}, { parentSpanId: '2'.repeat(16), startNs: BigInt(i), endNs: BigInt(i) })),
  ],
])('%s come back', (_, make) => {
  const spans = make();
  const block = openBlock(encodeBlock({ spans, logs: [] }));
  const read = many(block.spanCount, (i) => block.spanAt(i));
  expect(isDeepStrictEqual(read, spans)).toBe(true);
});

test('a value nested 100,000 deep comes back', () => {
  let value: AttributeValue = -0;
  for (let depth = 0; depth < 100_000; depth += 1) value = depth % 2 ? [value] : { deeper: value };
  const read = openBlock(encodeBlock({ spans: [spanWith({ value })], logs: [] })).spanAt(0).attributes;
  expect(exactJson(read.value ?? null) === exactJson(value)).toBe(true);
});

test('a typical block takes a fraction of its JSON text', () => {
  const spans = many(1000, (i) =>
    spanWith(
      {
        'http.request.method': 'GET',
        'http.route': '/v1/orders/{id}',
        'url.full': `https://api.example.com/v1/orders/${Math.floor(random() * 1e8)}`,
        'request.id': many(4, () =>
          Math.floor(random() * 2 ** 32)
            .toString(16)
            .padStart(8, '0'),
        ).join(''),
      },
      {
        traceId: (Math.floor(i / 5) + 1).toString(16).padStart(32, '0'),
        spanId: (i + 1).toString(16).padStart(16, '0'),
        startNs: 1_763_700_000_000_000_000n + BigInt(Math.floor(random() * 1e10)),
        endNs: 1_763_700_020_000_000_000n,
      },
    ),
  );
  // Of it 8 bytes of span id, 3 of trace id, 16 of request id, 3 of the url and 9 of times cannot be saved.
  expect(encodeBlock({ spans, logs: [] }).length / spans.length).toBeLessThan(48);
});
