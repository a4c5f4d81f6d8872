import type { SpanContext } from '@opentelemetry/api';
import type { EventDescription } from '../platform';
import { parseTraceContext } from '../trace/trace-context';
import { isRecord, recordOf, textOf, type UnknownRecord } from '../value';

/** Sources that come without a `Records` list: Kafka (MSK or one's own), MQ, DocumentDB. */
export function describeKafka(event: UnknownRecord): EventDescription | undefined {
  const source = textOf(event.eventSource);
  if (source === undefined) return undefined;
  if (source === 'aws:docdb') {
    return { trigger: 'datasource', attributes: { 'faaslens.event_source': source } };
  }
  const isKafka = source === 'aws:kafka' || source === 'SelfManagedKafka';
  const { destination, records } = isKafka ? kafkaRecords(event) : queueRecords(event);
  return {
    trigger: 'pubsub',
    name: destination && `process ${destination}`,
    attributes: {
      'faaslens.event_source': source,
      'messaging.system': systemOf(source, isKafka),
      'messaging.destination.name': destination,
      'messaging.operation.name': 'process',
      'messaging.operation.type': 'process',
      'messaging.batch.message_count': records.length,
      ...(isKafka && records.length === 1 ? placeOf(records[0]) : {}),
    },
    links: records.map(senderOf).filter((sender) => sender !== undefined),
  };
}

interface Batch {
  /** `undefined` when the records come from several. */
  readonly destination: string | undefined;
  readonly records: readonly UnknownRecord[];
}

/** `{records: {"topic-0": [...]}}`, one list per partition. */
function kafkaRecords(event: UnknownRecord): Batch {
  const records = Object.values(recordOf(event.records)).flat().map(recordOf);
  return { destination: commonOf(records.map(({ topic }) => textOf(topic))), records };
}

/** ActiveMQ has `messages`, RabbitMQ `{rmqMessagesByQueue: {"queue::vhost": [...]}}`. */
function queueRecords(event: UnknownRecord): Batch {
  if (Array.isArray(event.messages)) {
    const records = event.messages.map(recordOf);
    const names = records.map(({ destination }) => textOf(recordOf(destination).physicalName));
    return { destination: commonOf(names), records };
  }
  const queues = recordOf(event.rmqMessagesByQueue);
  return {
    destination: commonOf(Object.keys(queues).map((key) => key.split('::')[0])),
    records: Object.values(queues).flat().map(recordOf),
  };
}

function systemOf(source: string, isKafka: boolean): string {
  if (isKafka) return 'kafka';
  return source === 'aws:rmq' ? 'rabbitmq' : 'activemq';
}

function placeOf(record: UnknownRecord = {}) {
  const { partition, offset } = record;
  return {
    'messaging.destination.partition.id': typeof partition === 'number' ? String(partition) : undefined,
    'messaging.kafka.offset': typeof offset === 'number' ? offset : undefined,
  };
}

/** Kafka's headers are `[{name: [byte, ...]}]`, as they came over the wire. */
function senderOf({ headers }: UnknownRecord): SpanContext | undefined {
  if (!Array.isArray(headers)) return undefined;
  const read = (wanted: string) => {
    for (const header of headers.filter(isRecord)) {
      const bytes = Object.entries(header).find(([name]) => name.toLowerCase() === wanted)?.[1];
      if (Array.isArray(bytes)) return String.fromCharCode(...bytes.slice(0, 1024).map(Number));
    }
    return undefined;
  };
  return parseTraceContext(read('traceparent'), read('tracestate'));
}

function commonOf(names: readonly (string | undefined)[]): string | undefined {
  return new Set(names).size === 1 ? names[0] : undefined;
}
