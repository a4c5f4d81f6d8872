import { parseTraceContext } from '../trace/trace-context';
import type { EventDescription } from './event-description';
import { describeHttp } from './http-event';
import { describeRecords } from './records-event';
import { recordOf, textOf, type UnknownRecord } from './value';

/** Recognises the source of an event by its shape. Pure, and total: an unknown event is `other`. */
export function describeEvent(event: unknown): EventDescription {
  const fields = recordOf(event);
  return (
    describeHttp(fields) ?? describeRecords(fields) ?? describeEventBridge(fields) ?? describeOther(fields)
  );
}

function describeEventBridge(event: UnknownRecord): EventDescription | undefined {
  const detailType = textOf(event['detail-type']);
  if (detailType === undefined) return undefined;
  if (detailType === 'Scheduled Event') {
    return { trigger: 'timer', attributes: { 'faas.time': textOf(event.time) } };
  }
  const detail = recordOf(event.detail);
  const sender = parseTraceContext(textOf(detail.traceparent), textOf(detail.tracestate));
  return {
    trigger: 'pubsub',
    attributes: {
      'messaging.operation.type': 'process',
      'messaging.message.id': textOf(event.id),
      'cloudevents.event_type': detailType,
      'cloudevents.event_source': textOf(event.source),
    },
    links: sender ? [sender] : [],
  };
}

function describeOther(event: UnknownRecord): EventDescription {
  // Streams of DocumentDB and messages of Kafka and MQ come without a `Records` list.
  const source = textOf(event.eventSource);
  if (source === 'aws:docdb') return { trigger: 'datasource', attributes: {} };
  if (source !== undefined) {
    return { trigger: 'pubsub', attributes: { 'messaging.operation.type': 'process' } };
  }
  // Step Functions and direct callers may pass the context in the event itself.
  const parent = parseTraceContext(textOf(event.traceparent), textOf(event.tracestate));
  return { trigger: 'other', attributes: {}, parent };
}
