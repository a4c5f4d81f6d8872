import fc from 'fast-check';
import type { Attributes, AttributeValue } from '../../../../model/attributes';
import type { LogRecord, Resource, Scope, Span, SpanEvent, SpanLink } from '../../../../model/telemetry';
import type { BlockContent } from '../block';

/** Any JavaScript string, lone surrogates too, and the kinds of text that the format has shorter forms for. */
const text: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)) }),
  fc.string({ unit: 'grapheme' }),
  fc.uuid(),
  fc.stringMatching(/^[0-9a-f]{1,40}$/),
  fc.stringMatching(/^(order|\/v1\/) ?[0-9]{1,18}( in 0{0,3}[0-9]{0,3} ms)?$/),
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  fc.constantFrom('', '__proto__', 'constructor', '0', '-0', '\u0000', '\u0000\u0001', 'GET', 'true', 'null'),
);

const number: fc.Arbitrary<number> = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.maxSafeInteger(),
  fc.integer({ min: -1000, max: 1000 }),
  fc.integer({ min: -1000, max: 1000 }).map((value) => value / 100),
  fc.constantFrom(0, -0, 2 ** 52, -(2 ** 52), 2 ** 53, 5e-324, 1.7976931348623157e308),
);

const scalar = fc.oneof(text, number, fc.boolean(), fc.constant(null));

const { value } = fc.letrec<{ value: AttributeValue }>((tie) => ({
  value: fc.oneof(
    { weight: 6, arbitrary: scalar },
    { weight: 1, arbitrary: fc.array(tie('value'), { maxLength: 4 }) },
    { weight: 1, arbitrary: fc.dictionary(text, tie('value'), { maxKeys: 4, noNullPrototype: true }) },
  ),
}));

const key = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('http.route', 'user.id', 'url.full', 'items', '__proto__', '7') },
  { weight: 1, arbitrary: text },
);

const attributes: fc.Arbitrary<Attributes> = fc.dictionary(key, value, { maxKeys: 8, noNullPrototype: true });

const time = fc.oneof(
  fc.bigInt({ min: 1_763_700_000_000_000_000n, max: 1_763_700_100_000_000_000n }),
  fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }),
);

const hex = (bytes: number): fc.Arbitrary<string> =>
  fc.oneof(
    fc.integer({ min: 1, max: 5 }).map((id) => id.toString(16).padStart(bytes * 2, '0')),
    fc.stringMatching(new RegExp(`^[0-9a-f]{${bytes * 2}}$`)),
  );
const traceId = hex(16);
const spanId = hex(8);

const resource: fc.Arbitrary<Resource> = fc.oneof(
  fc.constantFrom<Resource>({ attributes: {} }, { attributes: { 'service.name': 'checkout' } }),
  fc.record({ attributes }, { noNullPrototype: true }),
);

const scope: fc.Arbitrary<Scope> = fc.record(
  {
    name: fc.oneof(fc.constantFrom('', 'http'), text),
    version: fc.constantFrom('', '1.0'),
    attributes: fc.constant({}),
  },
  { noNullPrototype: true },
);

const event: fc.Arbitrary<SpanEvent> = fc.record(
  { name: text, timeNs: time, attributes },
  { noNullPrototype: true },
);
const link: fc.Arbitrary<SpanLink> = fc.record({ traceId, spanId, attributes }, { noNullPrototype: true });

const span: fc.Arbitrary<Span> = fc.record(
  {
    traceId,
    spanId,
    parentSpanId: fc.option(spanId),
    traceState: fc.constantFrom('', '', 'vendor=1'),
    flags: fc.constantFrom(0, 1, 0x101, 0x301, 2 ** 32 - 1),
    name: fc.oneof(fc.constantFrom('handler', 'GET'), text),
    kind: fc.constantFrom('unspecified', 'internal', 'server', 'client', 'producer', 'consumer'),
    startNs: time,
    endNs: time,
    status: fc.constantFrom('unset', 'ok', 'error'),
    statusMessage: fc.oneof(fc.constant(''), text),
    attributes,
    events: fc.array(event, { maxLength: 2 }),
    links: fc.array(link, { maxLength: 2 }),
    resource,
    scope,
  },
  { noNullPrototype: true },
);

const log: fc.Arbitrary<LogRecord> = fc
  .record(
    {
      timeNs: time,
      timeIsReceipt: fc.boolean(),
      repeat: fc.constantFrom(0, 0, 1, 70_000),
      severity: fc.integer({ min: 0, max: 24 }),
      severityText: fc.constantFrom('', 'INFO', 'warning'),
      body: fc.oneof(
        text,
        value.map((body) => JSON.stringify(body)),
      ),
      attributes,
      traceId: fc.option(traceId),
      spanId: fc.option(spanId),
      resource,
      scope,
    },
    { noNullPrototype: true },
  )
  .map(({ timeNs, timeIsReceipt, repeat, ...rest }) => ({
    timeNs,
    ...(timeIsReceipt && { timeIsReceipt }),
    ...(repeat > 0 && { repeat }),
    ...rest,
  }));

/** Content of few and of many records; among many, columns get values for each record. */
export const blockContent: fc.Arbitrary<BlockContent> = fc.oneof(
  fc.record({ spans: fc.array(span, { maxLength: 5 }), logs: fc.array(log, { maxLength: 5 }) }),
  fc.record({
    spans: fc.array(span, { minLength: 16, maxLength: 60 }),
    logs: fc.array(log, { minLength: 16, maxLength: 60 }),
  }),
);
