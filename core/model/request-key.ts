import { type Attributes, numberAttribute, stringAttribute } from './attributes';
import { invocationIdOf } from './invocation-details';
import { normaliseAttributes } from './normalise';
import type { Span } from './telemetry';

/**
 * The logical request that an invocation serves, equal for all attempts. The id of its only message (kept by redeliveries and
 * dead-letter queues), else of its event, else the platform's id (kept by asynchronous retries). Null without any; a batch of
 * several messages gets no key from them, because its next delivery may combine them differently.
 */
export function requestKeyOf(span: Span): string | null {
  const attributes = normaliseAttributes(span.attributes);
  const message =
    stringAttribute(attributes, 'messaging.message.id') ??
    stringAttribute(attributes, 'messaging.message_id');
  if (message !== null && (numberAttribute(attributes, 'messaging.batch.message_count') ?? 1) <= 1)
    return `message:${stringAttribute(attributes, 'messaging.system') ?? ''}:${message}`;
  const event = stringAttribute(attributes, 'cloudevents.event_id');
  if (event !== null)
    return `event:${stringAttribute(attributes, 'cloudevents.event_source') ?? ''}:${event}`;
  const id = invocationIdOf(attributes);
  return id === null ? null : `invocation:${id}`;
}

const ATTEMPT_KEYS = [
  'messaging.message.delivery_attempt',
  'messaging.gcp_pubsub.message.delivery_attempt',
  'messaging.servicebus.message.delivery_count',
  'faaslens.delivery_attempt',
] as const;

/** The number of this delivery of its message, from 1; null when the sender does not say. */
export function deliveryAttemptOf(attributes: Attributes): number | null {
  for (const key of ATTEMPT_KEYS) {
    const attempt = numberAttribute(attributes, key);
    if (attempt !== null && attempt >= 1) return Math.trunc(attempt);
  }
  return null;
}

/** Names that people and brokers give to dead-letter queues: `orders-dlq`, `orders/$DeadLetterQueue`, `x.DLT`. */
const DEAD_LETTER = /(?:^|[-_.:/$])(?:dlq|dlt|dead[-_.]?letters?(?:[-_.]?(?:queue|topic))?)(?:\.fifo)?$/i;

/** The same as the suffix of a camel-case name: `OrdersDLQ`. */
const CAMEL_DEAD_LETTER = /[a-z\d](?:DLQ|DLT|DeadLetters?(?:Queue|Topic)?)(?:\.fifo)?$/;

/** Whether the span processes what failed elsewhere: the last hop of its request. Judged by the name of its source. */
export function isDeadLetter(span: Span): boolean {
  const { attributes } = span;
  if (numberAttribute(attributes, 'messaging.rabbitmq.death_count') !== null) return true;
  const name =
    stringAttribute(attributes, 'messaging.destination.name') ??
    stringAttribute(attributes, 'messaging.source.name') ??
    stringAttribute(attributes, 'messaging.destination');
  const subscription = stringAttribute(attributes, 'messaging.destination.subscription.name');
  return isDeadLetterName(name) || isDeadLetterName(subscription);
}

function isDeadLetterName(name: string | null): boolean {
  return name !== null && name.length <= 300 && (DEAD_LETTER.test(name) || CAMEL_DEAD_LETTER.test(name));
}
