import type { EventDescription } from '../platform';
import { recordOf, textAt, textOf, type UnknownRecord } from '../value';
import { describeCaller } from './caller-event';
import { describeDocuments } from './document-event';
import { describeHttp } from './http-event';
import { describeMessages, PROCESS } from './message-event';
import { detailSender } from './message-sender';

/** Recognises the source of an event by its shape. Pure, and total: an unknown event is `other`. */
export function describeEvent(event: unknown): EventDescription {
  const fields = recordOf(event);
  return (
    describeHttp(fields) ?? describeRecords(fields) ?? describeEventBridge(fields) ?? describeCaller(event)
  );
}

function describeRecords(event: UnknownRecord): EventDescription | undefined {
  const records = recordsOf(event);
  const source =
    textAt(records[0], 'eventSource') ?? textAt(records[0], 'EventSource') ?? textOf(event.eventSource) ?? '';
  return describeMessages(source, records) ?? describeDocuments(source, records);
}

/** Kafka and RabbitMQ give a list for each partition or queue: `{"topic-0": [...]}`. Every record keeps its key. */
function recordsOf(event: UnknownRecord): readonly UnknownRecord[] {
  const records = event.Records ?? event.messages;
  if (Array.isArray(records)) return records.map(recordOf);
  return Object.entries(recordOf(event.records ?? event.rmqMessagesByQueue)).flatMap(([list, items]) =>
    [items].flat().map((item) => ({ ...recordOf(item), list })),
  );
}

/** Events of an EventBridge bus, and schedules of EventBridge rules and of EventBridge Scheduler. */
function describeEventBridge(event: UnknownRecord): EventDescription | undefined {
  const type = textOf(event['detail-type']);
  if (type === undefined) return undefined;
  const source = textOf(event.source);
  const isSchedule = type === 'Scheduled Event' && /^aws\.(events|scheduler)$/.test(source ?? '');
  if (isSchedule) {
    const attributes = {
      'faaslens.event_source': source?.replace('.', ':'),
      'faas.time': textOf(event.time),
    };
    return { trigger: 'timer', attributes };
  }
  const sender = detailSender(event);
  return {
    trigger: 'pubsub',
    name: `process ${type}`,
    attributes: {
      'faaslens.event_source': 'aws:events',
      ...PROCESS,
      'messaging.message.id': textOf(event.id),
      'cloudevents.event_id': textOf(event.id),
      'cloudevents.event_type': type,
      'cloudevents.event_source': source,
    },
    links: sender ? [sender] : [],
  };
}
