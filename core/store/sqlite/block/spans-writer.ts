import { SPAN_KINDS, type Span, type SpanEvent, type SpanLink, STATUS_CODES } from '../../../model/telemetry';
import type { BlockIds } from './block-ids';
import { FIELD } from './fields';
import { REFERENCE_IN_FULL, REFERENCE_NEAR, REFERENCE_NONE, SPAN_ID_BYTES } from './layout';
import { writeNumbers, zigzag } from './numbers';
import { writeRecords } from './record-writer';
import type { RecordSink } from './records';
import type { ResourceList } from './resources';
import { Sink } from './streams';
import { writeTimes } from './times';

/** The section of the spans; what they share with the log records is in `ids` and `resources`. Step by step. */
export function* writeSpans(
  spans: readonly Span[],
  ids: BlockIds,
  resources: ResourceList,
  base: bigint,
): Generator<void, Sink> {
  const sink = new Sink(spans.length);
  const { packed, dense } = sink;
  const starts = new BigInt64Array(spans.length);
  const ends = new BigInt64Array(spans.length);
  const traces: number[] = [];
  const ofResource: number[] = [];
  const eventCounts: number[] = [];
  const linkCounts: number[] = [];
  const events: SpanEvent[] = [];
  const eventStarts: bigint[] = [];
  const links: SpanLink[] = [];
  let trace = 0;
  let resource = 0;
  for (let i = 0; i < spans.length; i += 1) {
    const span = spans[i];
    if (!span) continue;
    starts[i] = span.startNs;
    ends[i] = span.endNs;
    const thisTrace = ids.traceIndex(span.traceId);
    traces.push(zigzag(thisTrace - trace));
    trace = thisTrace;
    const thisResource = resources.indexOf(span.resource);
    ofResource.push(zigzag(thisResource - resource));
    resource = thisResource;
    eventCounts.push(span.events.length);
    linkCounts.push(span.links.length);
    for (const event of span.events) {
      events.push(event);
      eventStarts.push(span.startNs);
    }
    for (const link of span.links) links.push(link);
  }
  writeNumbers(traces, packed, dense);
  writeParents(spans, ids, sink);
  writeTimes(sink, starts, base);
  writeTimes(sink, ends, starts);
  writeNumbers(ofResource, packed, dense);
  writeNumbers(eventCounts, packed, dense);
  writeNumbers(linkCounts, packed, dense);
  yield* writeRecords(spans, describeSpan, sink);
  const eventTimes = BigInt64Array.from(events, ({ timeNs }) => timeNs);
  writeTimes(sink, eventTimes, BigInt64Array.from(eventStarts));
  yield* writeRecords(events, describeEvent, sink);
  yield* writeRecords(links, describeLink, sink);
  return sink;
}

function writeParents(spans: readonly Span[], ids: BlockIds, { packed, dense }: Sink): void {
  const inFull: string[] = [];
  const references = spans.map(({ parentSpanId }, i) => {
    if (parentSpanId === null) return REFERENCE_NONE;
    const parent = ids.spanIndex(parentSpanId);
    if (parent !== undefined) return REFERENCE_NEAR + zigzag(i - parent);
    inFull.push(parentSpanId);
    return REFERENCE_IN_FULL;
  });
  writeNumbers(references, packed, dense);
  dense.hex(inFull.join(''), inFull.length * SPAN_ID_BYTES);
}

function describeSpan(span: Span, sink: RecordSink): void {
  sink.field(FIELD.name, span.name);
  sink.field(
    FIELD.kindAndStatus,
    Math.max(0, SPAN_KINDS.indexOf(span.kind)) + 8 * Math.max(0, STATUS_CODES.indexOf(span.status)),
  );
  if (span.scope.name !== '') sink.field(FIELD.scopeName, span.scope.name);
  if (span.scope.version !== '') sink.field(FIELD.scopeVersion, span.scope.version);
  if (span.flags !== 0) sink.field(FIELD.flags, span.flags);
  if (span.traceState !== '') sink.field(FIELD.traceState, span.traceState);
  if (span.statusMessage !== '') sink.field(FIELD.statusMessage, span.statusMessage);
  sink.attributes(span.attributes);
}

function describeEvent(event: SpanEvent, sink: RecordSink): void {
  sink.field(FIELD.name, event.name);
  sink.attributes(event.attributes);
}

function describeLink(link: SpanLink, sink: RecordSink): void {
  sink.field(FIELD.linkTraceId, link.traceId);
  sink.field(FIELD.linkSpanId, link.spanId);
  sink.attributes(link.attributes);
}
