import { malformed } from './errors';
import { MAX_MESSAGE_BYTES, MAX_NAME_BYTES } from './limits';
import type { ProtoReader } from './proto-reader';
import { readAttribute } from './proto-values';
import type { RawEvent, RawLink, RawSpan } from './raw';
import type { Tally } from './rejections';
import { AttributeSink } from './values';

/** Reads the current Span. Log records have the same envelope, but differ in field 1. */
export function readSpan(reader: ProtoReader, tally: Tally): RawSpan {
  tally.item();
  const sink = new AttributeSink();
  const span: RawSpan = {
    traceId: '',
    spanId: '',
    parentSpanId: '',
    traceState: '',
    flags: 0,
    name: '',
    kind: 0,
    startNs: 0n,
    endNs: 0n,
    statusCode: 0,
    statusMessage: '',
    attributes: {},
    events: [],
    links: [],
  };
  const outer = reader.enter();
  while (reader.next()) readField(reader, span, sink, tally);
  reader.leave(outer);
  span.attributes = sink.done();
  return span;
}

function readField(reader: ProtoReader, span: RawSpan, sink: AttributeSink, tally: Tally): void {
  switch (reader.field) {
    case 1:
      if (reader.wire === 1) throw looksLikeLogs();
      span.traceId = reader.hex();
      break;
    case 2:
      if (reader.wire === 0) throw looksLikeLogs();
      span.spanId = reader.hex();
      break;
    case 3:
      span.traceState = reader.text(MAX_MESSAGE_BYTES);
      break;
    case 4:
      span.parentSpanId = reader.hex();
      break;
    case 5:
      span.name = reader.text(MAX_NAME_BYTES);
      break;
    case 6:
      span.kind = reader.number();
      break;
    case 7:
      if (reader.wire === 2) throw looksLikeMetrics();
      span.startNs = reader.fixed64();
      break;
    case 8:
      span.endNs = reader.fixed64();
      break;
    case 9:
      readAttribute(reader, sink);
      break;
    case 11:
      if (reader.wire === 1) throw looksLikeLogs();
      tally.item();
      span.events.push(reader.message(readEvent));
      break;
    case 13:
      tally.item();
      span.links.push(reader.message(readLink));
      break;
    case 15:
      reader.message(() => readStatus(reader, span));
      break;
    case 16:
      span.flags = reader.fixed32();
      break;
    default:
      reader.skip();
  }
}

function readEvent(reader: ProtoReader): RawEvent {
  const sink = new AttributeSink();
  let name = '';
  let timeNs = 0n;
  while (reader.next()) {
    if (reader.field === 1) timeNs = reader.fixed64();
    else if (reader.field === 2) name = reader.text(MAX_NAME_BYTES);
    else if (reader.field === 3) readAttribute(reader, sink);
    else reader.skip();
  }
  return { name, timeNs, attributes: sink.done() };
}

function readLink(reader: ProtoReader): RawLink {
  const sink = new AttributeSink();
  let traceId = '';
  let spanId = '';
  while (reader.next()) {
    if (reader.field === 1) traceId = reader.hex();
    else if (reader.field === 2) spanId = reader.hex();
    else if (reader.field === 4) readAttribute(reader, sink);
    else reader.skip();
  }
  return { traceId, spanId, attributes: sink.done() };
}

function readStatus(reader: ProtoReader, span: RawSpan): void {
  while (reader.next()) {
    if (reader.field === 2) span.statusMessage = reader.text(MAX_MESSAGE_BYTES);
    else if (reader.field === 3) span.statusCode = reader.number();
    else reader.skip();
  }
}

/** Metrics have the same envelope too, and their sums are in the field of a span's start. */
function looksLikeMetrics(): Error {
  return malformed('the body holds metrics, not spans: send metrics to /v1/metrics');
}

function looksLikeLogs(): Error {
  return malformed('the body holds log records, not spans: send logs to /v1/logs');
}
