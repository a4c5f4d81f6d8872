import type { Resource, Scope, Span, SpanEvent, SpanLink } from '@/core/model/telemetry';
import { spanKind, statusCode } from './enums';
import { Refusal } from './errors';
import { idProblem, isId, isNoId } from './ids';
import { MAX_TIME_NS } from './limits';
import type { RawEvent, RawLink, RawSpan } from './raw';

/**
 * Validates a span and converts it to the model. Times: a missing start becomes the end, or the time of receipt when both are
 * missing; an end before the start (or missing) becomes the start; events without a time get the start. Links without valid
 * ids are dropped.
 * @throws Refusal when its trace id or span id is invalid.
 */
export function toSpan(raw: RawSpan, resource: Resource, scope: Scope, receivedNs: bigint): Span {
  if (!isId(raw.traceId, 16)) throw new Refusal(idProblem('traceId', raw.traceId, 16));
  if (!isId(raw.spanId, 8)) throw new Refusal(idProblem('spanId', raw.spanId, 8));
  const isRoot = isNoId(raw.parentSpanId);
  if (!isRoot && !isId(raw.parentSpanId, 8))
    throw new Refusal(idProblem('parentSpanId', raw.parentSpanId, 8));

  const endNs = storable(raw.endNs);
  const sentNs = storable(raw.startNs) || endNs;
  const startNs = sentNs || receivedNs;
  return {
    traceId: raw.traceId,
    spanId: raw.spanId,
    parentSpanId: isRoot ? null : raw.parentSpanId,
    traceState: raw.traceState,
    flags: raw.flags,
    name: raw.name,
    kind: spanKind(raw.kind),
    startNs,
    timeIsReceipt: sentNs === 0n,
    endNs: later(startNs, endNs),
    status: statusCode(raw.statusCode),
    statusMessage: raw.statusMessage,
    attributes: raw.attributes,
    events: raw.events.map((event) => toEvent(event, startNs)),
    links: raw.links.flatMap(toLink),
    resource,
    scope,
  };
}

/** The time, capped to what a signed 64-bit integer can hold. */
export function storable(timeNs: bigint): bigint {
  return timeNs > MAX_TIME_NS ? MAX_TIME_NS : timeNs;
}

function later(one: bigint, other: bigint): bigint {
  if (one > other) return one;
  return other;
}

function toEvent({ name, timeNs, attributes }: RawEvent, startNs: bigint): SpanEvent {
  return { name, timeNs: storable(timeNs) || startNs, attributes };
}

function toLink({ traceId, spanId, attributes }: RawLink): readonly SpanLink[] {
  return isId(traceId, 16) && isId(spanId, 8) ? [{ traceId, spanId, attributes }] : [];
}
