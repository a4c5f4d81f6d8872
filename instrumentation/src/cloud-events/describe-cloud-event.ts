import type { EventDescription } from '../platform';
import type { Attributes } from '../trace/attributes';
import { parseTraceContext } from '../trace/trace-context';
import { recordOf, textOf, type UnknownRecord } from '../value';

/** By the last word of an event's type; all others are edits. */
const OPERATIONS: Readonly<Record<string, string>> = {
  finalized: 'insert',
  created: 'insert',
  create: 'insert',
  deleted: 'delete',
  delete: 'delete',
  archived: 'delete',
};

const PUBSUB = 'google.cloud.pubsub.';
const TIMERS = ['google.cloud.scheduler.', 'dev.knative.sources.ping'];

/**
 * A CloudEvent's attributes and data: a message, a change in a store, or a tick of a clock. A message of Pub/Sub is
 * named by its topic, any other by its type: a source may be as fine-grained as the sender likes.
 */
export function describeCloudEvent(event: UnknownRecord): EventDescription {
  const type = textOf(event.type) ?? '';
  const source = textOf(event.source);
  // `google.cloud.pubsub.topic.v1.messagePublished`, `google.firebase.database.ref.v1.written`
  const product = /^google\.(?:cloud|firebase)\.(\w+)\./.exec(type)?.[1];
  const about: Attributes = {
    'faas.invocation_id': textOf(event.id),
    'faaslens.event_source': product && `google:${product}`,
    'cloudevents.event_id': textOf(event.id),
    'cloudevents.event_type': type || undefined,
    'cloudevents.event_source': source,
    'cloudevents.event_subject': textOf(event.subject),
    'cloudevents.event_spec_version': textOf(event.specversion),
  };
  if (TIMERS.some((timer) => type.startsWith(timer))) {
    return { trigger: 'timer', attributes: { ...about, 'faas.time': textOf(event.time) } };
  }
  if (type.startsWith('google.cloud.storage.') || /\.(document|ref)\./.test(type)) {
    return { trigger: 'datasource', attributes: { ...about, ...documentOf(event, type) } };
  }
  const message = recordOf(recordOf(event.data).message);
  const attributes = recordOf(message.attributes);
  const isPubSub = type.startsWith(PUBSUB);
  const destination = source?.split('/').at(-1);
  const subject = isPubSub ? destination : type;
  const publisher = parseTraceContext(
    textOf(attributes.googclient_traceparent) ?? textOf(attributes.traceparent),
  );
  const sender = publisher ?? parseTraceContext(textOf(event.traceparent), textOf(event.tracestate));
  const attempt = Number(recordOf(event.data).deliveryAttempt ?? Number.NaN);
  return {
    trigger: 'pubsub',
    name: subject && `process ${subject}`,
    attributes: {
      ...about,
      'messaging.system': isPubSub ? 'gcp_pubsub' : undefined,
      'messaging.destination.name': destination,
      'messaging.operation.name': 'process',
      'messaging.operation.type': 'process',
      'messaging.message.id': textOf(message.messageId) ?? textOf(event.id),
      'messaging.gcp_pubsub.message.delivery_attempt': attempt >= 1 ? attempt : undefined,
    },
    links: sender ? [sender] : [],
    // Google's functions are given that of the request which brought the event, as Google's front end wrote it.
    isParentOfPlatform: product !== undefined && publisher === undefined,
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
