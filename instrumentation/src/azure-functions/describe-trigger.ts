import type { SpanContext } from '@opentelemetry/api';
import { describeRequest, type RequestLike } from '../http/fetch-request';
import type { EventDescription } from '../platform';
import type { Attributes } from '../trace/attributes';
import { parseTraceContext } from '../trace/trace-context';
import { recordOf, textOf, type UnknownRecord } from '../value';

/** What a trigger hands over: its definition, its input and what the host says about it. */
export interface TriggerInput {
  /** For example `httpTrigger`. */
  readonly type: string;
  readonly definition: UnknownRecord;
  readonly metadata: UnknownRecord;
  readonly input: unknown;
}

/** The invocation that a trigger of any kind began. */
export function describeTrigger(trigger: TriggerInput): EventDescription {
  const { type, definition, input, metadata } = trigger;
  switch (type) {
    case 'httpTrigger': {
      const described = describeRequest(input as RequestLike);
      const route = textOf(definition.route);
      const attributes = { ...described.attributes, 'http.route': route && `/api/${route}` };
      return { ...described, attributes };
    }
    case 'timerTrigger':
      return {
        trigger: 'timer',
        attributes: {
          'faas.cron': textOf(definition.schedule),
          'faas.time': textOf(recordOf(recordOf(input).scheduleStatus).last),
        },
      };
    case 'queueTrigger':
      return messages(trigger, 'azure_queue_storage', textOf(definition.queueName), {
        'faaslens.delivery_attempt': countOf(metadata.dequeueCount),
      });
    case 'serviceBusTrigger':
      return messages(
        trigger,
        'servicebus',
        textOf(definition.queueName) ?? textOf(definition.topicName),
        { 'messaging.servicebus.message.delivery_count': countOf(metadata.deliveryCount) },
        propertiesOf(metadata, 'applicationProperties'),
      );
    case 'eventHubTrigger':
      return messages(
        trigger,
        'eventhubs',
        textOf(definition.eventHubName),
        { 'messaging.eventhubs.consumer.group': textOf(definition.consumerGroup) },
        propertiesOf(metadata, 'properties'),
      );
    case 'eventGridTrigger':
      return messages(trigger, 'eventgrid', textOf(recordOf(input).topic), {
        'cloudevents.event_type': textOf(recordOf(input).eventType) ?? textOf(recordOf(input).type),
      });
    case 'blobTrigger':
      return {
        trigger: 'datasource',
        attributes: {
          'faas.document.collection': textOf(definition.path)?.split('/')[0],
          'faas.document.operation': 'insert',
          'faas.document.name': textOf(metadata.name) ?? textOf(metadata.blobTrigger),
        },
      };
    case 'cosmosDBTrigger':
      return {
        trigger: 'datasource',
        attributes: {
          'db.namespace': textOf(definition.databaseName),
          'faas.document.collection': textOf(definition.containerName) ?? textOf(definition.collectionName),
          'faas.document.operation': 'edit',
          'faaslens.batch.count': Array.isArray(input) ? input.length : undefined,
        },
      };
    default:
      return { trigger: 'other', attributes: {} };
  }
}

function messages(
  { input, metadata }: TriggerInput,
  system: string,
  destination: string | undefined,
  attributes: Attributes,
  properties: readonly UnknownRecord[] = [],
): EventDescription {
  const count = Array.isArray(input) ? input.length : 1;
  return {
    trigger: 'pubsub',
    name: destination && `process ${destination}`,
    attributes: {
      'messaging.system': system,
      'messaging.destination.name': destination,
      'messaging.operation.name': 'process',
      'messaging.operation.type': 'process',
      'messaging.batch.message_count': count,
      'messaging.message.id': count === 1 ? (textOf(metadata.messageId) ?? textOf(metadata.id)) : undefined,
      ...attributes,
    },
    links: properties.map(senderOf).filter((sender) => sender !== undefined),
  };
}

/** The properties of one message, or of each of a batch, whose name then ends with `Array`. */
function propertiesOf(metadata: UnknownRecord, name: string): readonly UnknownRecord[] {
  const many = metadata[`${name}Array`];
  return (Array.isArray(many) ? many : [metadata[name]]).map(recordOf);
}

/** Azure's SDKs write the sender's span as `Diagnostic-Id`, OpenTelemetry's as `traceparent`. */
function senderOf(properties: UnknownRecord): SpanContext | undefined {
  const read = (name: string) => textOf(properties[name]);
  return parseTraceContext(
    read('traceparent') ?? read('Diagnostic-Id') ?? read('diagnosticId') ?? read('diagnostic-Id'),
    read('tracestate'),
  );
}

function countOf(value: unknown): number | undefined {
  const count = Number(value ?? Number.NaN);
  return count >= 1 ? count : undefined;
}
