import type { EventDescription } from '../platform';
import { parseTraceContext } from '../trace/trace-context';
import { recordOf, textOf, type UnknownRecord } from '../value';

/** Events of an EventBridge bus, and schedules of EventBridge rules and of EventBridge Scheduler. */
export function describeEventBridge(event: UnknownRecord): EventDescription | undefined {
  const detailType = textOf(event['detail-type']);
  if (detailType === undefined) return undefined;
  const source = textOf(event.source);
  if (detailType === 'Scheduled Event' && (source === 'aws.events' || source === 'aws.scheduler')) {
    return {
      trigger: 'timer',
      attributes: {
        'faaslens.event_source': source === 'aws.scheduler' ? 'aws:scheduler' : 'aws:events',
        'faas.time': textOf(event.time),
      },
    };
  }
  const detail = recordOf(event.detail);
  const sender = parseTraceContext(textOf(detail.traceparent), textOf(detail.tracestate));
  return {
    trigger: 'pubsub',
    name: `process ${detailType}`,
    attributes: {
      'faaslens.event_source': 'aws:events',
      'messaging.operation.name': 'process',
      'messaging.operation.type': 'process',
      'messaging.message.id': textOf(event.id),
      'cloudevents.event_id': textOf(event.id),
      'cloudevents.event_type': detailType,
      'cloudevents.event_source': source,
    },
    links: sender ? [sender] : [],
  };
}
