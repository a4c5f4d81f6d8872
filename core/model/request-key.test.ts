import { describe, expect, test } from 'vitest';
import type { Attributes } from './attributes';
import { deliveryAttemptOf, isDeadLetter, requestKeyOf } from './request-key';
import type { Span } from './telemetry';

const span = (attributes: Attributes): Span => ({
  traceId: 'a'.repeat(32),
  spanId: 'b'.repeat(16),
  parentSpanId: null,
  traceState: '',
  flags: 0,
  name: 'orders',
  kind: 'server',
  startNs: 0n,
  endNs: 1n,
  status: 'unset',
  statusMessage: '',
  attributes,
  events: [],
  links: [],
  resource: { attributes: {} },
  scope: { name: '', version: '', attributes: {} },
});

describe('the logical request', () => {
  const message = { 'messaging.system': 'aws_sqs', 'messaging.message.id': 'm1', 'faas.invocation_id': 'r1' };

  test('of a queue delivery is its message, so that a redelivery and the dead-letter queue belong to it', () => {
    const first = { ...message, 'messaging.destination.name': 'orders', 'messaging.batch.message_count': 1 };
    const last = { ...message, 'messaging.destination.name': 'orders-dlq', 'faas.invocation_id': 'r2' };
    expect(requestKeyOf(span(first))).toBe('message:aws_sqs:m1');
    expect(requestKeyOf(span(last))).toBe(requestKeyOf(span(first)));
  });

  test.each<[string, Attributes, string | null]>([
    ['of a batch is the execution', { ...message, 'messaging.batch.message_count': 3 }, 'invocation:r1'],
    [
      'of an event is its id at its source',
      { 'cloudevents.event_id': 'e1', 'cloudevents.event_source': 'shop', 'faas.invocation_id': 'r1' },
      'event:shop:e1',
    ],
    [
      "of an asynchronous call is the platform's id, which retries keep",
      { 'faas.execution': 'r1' },
      'invocation:r1',
    ],
    ['is unknown without any id', { 'faas.trigger': 'http' }, null],
  ])('%s', (_name, attributes, key) => {
    expect(requestKeyOf(span(attributes))).toBe(key);
  });

  test('says which delivery it is where the sender does', () => {
    expect(deliveryAttemptOf({ 'messaging.servicebus.message.delivery_count': 3 })).toBe(3);
    expect(deliveryAttemptOf({ 'messaging.gcp_pubsub.message.delivery_attempt': '2' })).toBe(2);
    expect(deliveryAttemptOf({ 'messaging.message.delivery_attempt': 0 })).toBeNull();
    expect(deliveryAttemptOf({})).toBeNull();
  });
});

describe('the dead-letter queue', () => {
  test.each([
    'orders-dlq',
    'OrdersDLQ',
    'orders_dead_letter',
    'orders-dead-letter-queue',
    'orders/$DeadLetterQueue',
    'orders.DLT',
    'dlq',
    'orders-deadletters.fifo',
  ])('is seen by the name %s', (name) => {
    expect(isDeadLetter(span({ 'messaging.destination.name': name }))).toBe(true);
  });

  test.each(['orders', 'dlquotes', 'deadletters-of-love', 'handler', `${'dlq-'.repeat(1000)}dlq`])(
    'is not seen in %s',
    (name) => {
      expect(isDeadLetter(span({ 'messaging.destination.name': name }))).toBe(false);
    },
  );

  test('is seen by other names for its name', () => {
    expect(isDeadLetter(span({ 'messaging.destination.subscription.name': 'pay/dlq' }))).toBe(true);
    expect(isDeadLetter(span({ 'messaging.destination': 'pay.dlq' }))).toBe(true);
    expect(isDeadLetter(span({}))).toBe(false);
  });
});
