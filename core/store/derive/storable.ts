import type { LogRecord, Span, SpanEvent } from '../../model/telemetry';
import type { InternResource } from './resource-pool';
import { later, toStorableTime } from './times';

/** The span with times that blocks can hold, in the right order, and a shared resource. */
export function storableSpan(span: Span, intern: InternResource): Span {
  const startNs = toStorableTime(span.startNs);
  const endNs = toStorableTime(span.endNs);
  const resource = intern(span.resource);
  const events = span.events.every(isStorable) ? span.events : span.events.map(storableEvent);
  const isAsItWas =
    startNs === span.startNs && endNs === span.endNs && endNs >= startNs && events === span.events;
  if (isAsItWas) return resource === span.resource ? span : { ...span, resource };
  return { ...span, startNs, endNs: later(startNs, endNs), events, resource };
}

/** The log record with a time that blocks can hold and a shared resource. */
export function storableLog(log: LogRecord, intern: InternResource): LogRecord {
  const timeNs = toStorableTime(log.timeNs);
  const resource = intern(log.resource);
  return timeNs === log.timeNs && resource === log.resource ? log : { ...log, timeNs, resource };
}

function isStorable({ timeNs }: SpanEvent): boolean {
  return toStorableTime(timeNs) === timeNs;
}

function storableEvent(event: SpanEvent): SpanEvent {
  return { ...event, timeNs: toStorableTime(event.timeNs) };
}
