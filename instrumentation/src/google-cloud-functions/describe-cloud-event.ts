import type { EventDescription } from '../platform';
import type { Attributes } from '../trace/attributes';
import { parseTraceContext } from '../trace/trace-context';
import { recordOf, textOf, type UnknownRecord } from '../value';

const OPERATIONS: Readonly<Record<string, string>> = {
  finalized: 'insert',
  created: 'insert',
  deleted: 'delete',
  archived: 'delete',
};

/** A CloudEvent, as `functions.cloudEvent` hands it over: a message, or a change in a store. */
export function describeCloudEvent(event: UnknownRecord): EventDescription {
  const type = textOf(event.type) ?? '';
  const source = textOf(event.source);
  const about: Attributes = {
    'cloudevents.event_id': textOf(event.id),
    'cloudevents.event_type': type || undefined,
    'cloudevents.event_source': source,
    'cloudevents.event_subject': textOf(event.subject),
    'cloudevents.event_spec_version': textOf(event.specversion),
  };
  if (type.startsWith('google.cloud.scheduler.')) {
    return { trigger: 'timer', attributes: { ...about, 'faas.time': textOf(event.time) } };
  }
  if (type.startsWith('google.cloud.storage.') || type.includes('.document.')) {
    return { trigger: 'datasource', attributes: { ...about, ...documentOf(event, type) } };
  }
  const message = recordOf(recordOf(event.data).message);
  const attributes = recordOf(message.attributes);
  const destination = source?.split('/').at(-1);
  const sender =
    parseTraceContext(textOf(attributes.googclient_traceparent) ?? textOf(attributes.traceparent)) ??
    parseTraceContext(textOf(event.traceparent), textOf(event.tracestate));
  const attempt = Number(recordOf(event.data).deliveryAttempt ?? Number.NaN);
  return {
    trigger: 'pubsub',
    name: destination && `process ${destination}`,
    attributes: {
      ...about,
      'messaging.system': type.startsWith('google.cloud.pubsub.') ? 'gcp_pubsub' : undefined,
      'messaging.destination.name': destination,
      'messaging.operation.name': 'process',
      'messaging.operation.type': 'process',
      'messaging.message.id': textOf(message.messageId) ?? textOf(event.id),
      'messaging.gcp_pubsub.message.delivery_attempt': attempt >= 1 ? attempt : undefined,
    },
    links: sender ? [sender] : [],
  };
}

function documentOf(event: UnknownRecord, type: string): Attributes {
  const data = recordOf(event.data);
  return {
    'faas.document.collection': textOf(data.bucket) ?? textOf(event.subject)?.split('/')[1],
    'faas.document.operation': OPERATIONS[type.split('.').at(-1) ?? ''] ?? 'edit',
    'faas.document.name': textOf(data.name) ?? textOf(event.subject),
    'faas.document.time': textOf(event.time),
  };
}
