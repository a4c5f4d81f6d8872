import { JsonTraceSerializer, ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import { resourceFromAttributes } from '@opentelemetry/resources';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { AttributeValue } from '@/core/model/attributes';
import type { Span } from '@/core/model/telemetry';
import { decodeTraces, type Encoding } from './decode';

type SdkSpan = Parameters<typeof ProtobufTraceSerializer.serializeRequest>[0][number];

const KINDS = ['internal', 'server', 'client', 'producer', 'consumer'] as const;
const STATUSES = ['unset', 'ok', 'error'] as const;

const text = fc.string({ unit: 'binary', maxLength: 40 }).map((value) => value.replaceAll('\0', '-'));
const scalar = fc.oneof(
  text,
  fc.boolean(),
  fc.integer(),
  fc.maxSafeInteger(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).filter((value) => !Number.isInteger(value)),
);
const list = { maxLength: 4 };
const attributes = fc.dictionary(
  // The SDK itself loses resource attributes named like a property of Object.prototype; decode-json.test.ts covers them.
  text.filter((key) => !(key in {})),
  fc.oneof(scalar, fc.array(text, list), fc.array(fc.integer(), list), fc.array(fc.boolean(), list)),
  { maxKeys: 6 },
);
const hex = (bytes: number) =>
  fc
    .uint8Array({ minLength: bytes, maxLength: bytes })
    .filter((id) => id.some((byte) => byte !== 0))
    .map((id) => Buffer.from(id).toString('hex'));
const moment = fc.tuple(fc.integer({ min: 1, max: 4_000_000_000 }), fc.integer({ min: 0, max: 999_999_999 }));

const example = fc.record({
  traceId: hex(16),
  spanId: hex(8),
  parentSpanId: fc.option(hex(8)),
  name: text,
  kind: fc.integer({ min: 0, max: 4 }),
  start: moment,
  seconds: fc.integer({ min: 0, max: 1000 }),
  code: fc.integer({ min: 0, max: 2 }),
  message: text,
  attributes,
  resource: attributes,
  events: fc.array(fc.record({ name: text, time: moment, attributes }), { maxLength: 3 }),
});
type Example = typeof example extends fc.Arbitrary<infer Value> ? Value : never;

function sdkSpan(one: Example): SdkSpan {
  const context = (traceId: string, spanId: string) => ({ traceId, spanId, traceFlags: 1 });
  const endTime: [number, number] = [one.start[0] + one.seconds, one.start[1]];
  return {
    name: one.name,
    kind: one.kind,
    spanContext: () => context(one.traceId, one.spanId),
    ...(one.parentSpanId === null ? {} : { parentSpanContext: context(one.traceId, one.parentSpanId) }),
    startTime: one.start,
    endTime,
    status: { code: one.code, message: one.message },
    attributes: one.attributes,
    links: [],
    events: one.events.map((event) => ({ ...event, droppedAttributesCount: 0 })),
    duration: [one.seconds, 0],
    ended: true,
    resource: resourceFromAttributes(one.resource),
    instrumentationScope: { name: 'generated', version: '1' },
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  };
}

function expected(one: Example): Span {
  const startNs = nanos(one.start);
  return {
    traceId: one.traceId,
    spanId: one.spanId,
    parentSpanId: one.parentSpanId,
    traceState: '',
    flags: 257,
    name: one.name,
    kind: KINDS[one.kind] ?? 'unspecified',
    startNs,
    timeIsReceipt: false,
    endNs: startNs + BigInt(one.seconds) * 1_000_000_000n,
    status: STATUSES[one.code] ?? 'unset',
    statusMessage: one.message,
    attributes: plain(one.attributes),
    events: one.events.map(({ name, time, attributes: sent }) => ({
      name,
      timeNs: nanos(time),
      attributes: plain(sent),
    })),
    links: [],
    resource: { attributes: plain(one.resource) },
    scope: { name: 'generated', version: '1', attributes: {} },
  };
}

/** Neither JSON nor int64 preserves minus zero. */
function plain(sent: Example['attributes']): Record<string, AttributeValue> {
  const one = (value: AttributeValue): AttributeValue => (value === 0 ? 0 : value);
  const entries = Object.entries(sent).map(([key, value]) => [
    key,
    Array.isArray(value) ? value.map(one) : one(value),
  ]);
  return Object.fromEntries(entries);
}

function nanos([seconds, rest]: readonly [number, number]): bigint {
  return BigInt(seconds) * 1_000_000_000n + BigInt(rest);
}

const SERIALIZERS = { protobuf: ProtobufTraceSerializer, json: JsonTraceSerializer };

it.each(['protobuf', 'json'] as const satisfies Encoding[])(
  'decodes any span of the OpenTelemetry serializers without loss (%s)',
  (encoding) => {
    fc.assert(
      fc.property(fc.array(example, { minLength: 1, maxLength: 4 }), (examples) => {
        const body = SERIALIZERS[encoding].serializeRequest(examples.map(sdkSpan)) ?? new Uint8Array();
        const { spans, rejected } = decodeTraces(body, encoding, 0n);
        const byId = (one: Span, other: Span) =>
          `${one.traceId}${one.spanId}`.localeCompare(`${other.traceId}${other.spanId}`);
        expect([...spans].sort(byId)).toEqual(examples.map(expected).sort(byId));
        expect(rejected).toEqual({ count: 0, message: '' });
      }),
      { numRuns: 200 },
    );
  },
);
