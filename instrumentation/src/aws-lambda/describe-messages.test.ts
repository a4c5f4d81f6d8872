import { describe, expect, it } from 'vitest';
import { describeEvent } from './describe-event';

const TRACE_ID = 'a'.repeat(32);
const SPAN_ID = 'b'.repeat(16);
const TRACEPARENT = `00-${TRACE_ID}-${SPAN_ID}-01`;
const REMOTE = { traceId: TRACE_ID, spanId: SPAN_ID, traceFlags: 1, isRemote: true };

/** The attributes that are set; `undefined` ones are never sent. */
function attributesOf(event: unknown) {
  return Object.fromEntries(
    Object.entries(describeEvent(event).attributes).filter(([, value]) => value !== undefined),
  );
}

describe('messages of', () => {
  it('SQS is pubsub, linked to the sender of each message that names one', () => {
    const record = (messageAttributes: object, body = 'x') => ({
      eventSource: 'aws:sqs',
      eventSourceARN: 'arn:aws:sqs:eu-west-1:1:orders',
      messageId: 'm1',
      messageAttributes,
      body,
    });
    const traceparent = { stringValue: TRACEPARENT, dataType: 'String' };
    const envelope = JSON.stringify({
      Type: 'Notification',
      MessageAttributes: { traceparent: { Type: 'String', Value: TRACEPARENT } },
    });
    const event = {
      Records: [
        record({ traceparent }),
        record({}),
        record({}, envelope),
        record({}, '{"Notification" traceparent'),
      ],
    };
    const { trigger, parent, links } = describeEvent(event);
    expect({ trigger, parent, links }).toEqual({
      trigger: 'pubsub',
      parent: undefined,
      links: [REMOTE, REMOTE],
    });
    expect(describeEvent(event).name).toBe('process orders');
    expect(attributesOf(event)).toEqual({
      'faaslens.event_source': 'aws:sqs',
      'messaging.operation.name': 'process',
      'messaging.system': 'aws_sqs',
      'messaging.destination.name': 'orders',
      'messaging.operation.type': 'process',
      'messaging.batch.message_count': 4,
    });
    expect(attributesOf({ Records: [record({})] })).toMatchObject({ 'messaging.message.id': 'm1' });
  });

  it('SNS is pubsub, linked to its sender', () => {
    const Sns = {
      TopicArn: 'arn:aws:sns:eu-west-1:1:news',
      MessageAttributes: { traceparent: { Type: 'String', Value: TRACEPARENT } },
    };
    const event = { Records: [{ EventSource: 'aws:sns', Sns }] };
    expect(describeEvent(event)).toMatchObject({ trigger: 'pubsub', links: [REMOTE] });
    expect(attributesOf(event)).toMatchObject({ 'messaging.destination.name': 'news' });
  });

  it('a Kinesis stream is pubsub', () => {
    const eventSourceARN = 'arn:aws:kinesis:eu-west-1:1:stream/clicks';
    const event = { Records: [{ eventSource: 'aws:kinesis', eventSourceARN }] };
    expect(describeEvent(event).trigger).toBe('pubsub');
    expect(attributesOf(event)).toMatchObject({ 'messaging.destination.name': 'clicks' });
  });

  it('Kafka and MQ are pubsub, DocumentDB is datasource', () => {
    expect(describeEvent({ eventSource: 'aws:kafka', records: {} }).trigger).toBe('pubsub');
    expect(describeEvent({ eventSource: 'aws:rmq' }).trigger).toBe('pubsub');
    expect(describeEvent({ eventSource: 'aws:docdb', events: [] }).trigger).toBe('datasource');
  });

  it('SQS name the delivery of a single message, so that retries can be told', () => {
    const record = { eventSource: 'aws:sqs', attributes: { ApproximateReceiveCount: '3' } };
    expect(attributesOf({ Records: [record] })['faaslens.delivery_attempt']).toBe(3);
    expect(attributesOf({ Records: [record, record] })).not.toHaveProperty('faaslens.delivery_attempt');
  });

  it('SQS that AWS services sent are linked by their X-Ray header, unless a message names its own sender', () => {
    const AWSTraceHeader = 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1';
    const record = (more: object) => ({ eventSource: 'aws:sqs', attributes: { AWSTraceHeader }, ...more });
    const { links } = describeEvent({
      Records: [
        record({}),
        record({ messageAttributes: { TraceParent: { stringValue: TRACEPARENT } } }),
        {
          eventSource: 'aws:sqs',
          attributes: { AWSTraceHeader: 'Root=1-5759e988-bd862e3fe1be46a994272793' },
        },
      ],
    });
    expect(links).toEqual([
      {
        traceId: '5759e988bd862e3fe1be46a994272793',
        spanId: '53995c3f42cd8ad8',
        traceFlags: 1,
        isRemote: true,
        isOfXray: true,
      },
      REMOTE,
    ]);
  });

  it('EventBridge that come through SQS keep the sender in their detail', () => {
    const body = JSON.stringify({ 'detail-type': 'Order Placed', detail: { traceparent: TRACEPARENT } });
    expect(describeEvent({ Records: [{ eventSource: 'aws:sqs', body }] }).links).toEqual([REMOTE]);
  });

  it('Kafka are linked by their headers, which are bytes', () => {
    const record = (headers: object[]) => ({ topic: 'clicks', partition: 2, offset: 15, headers });
    const traceparent = [...Buffer.from(TRACEPARENT)];
    const one = {
      eventSource: 'aws:kafka',
      records: { 'clicks-2': [record([{ Traceparent: traceparent }])] },
    };
    expect(describeEvent(one)).toMatchObject({ trigger: 'pubsub', name: 'process clicks', links: [REMOTE] });
    expect(attributesOf(one)).toMatchObject({
      'messaging.system': 'kafka',
      'messaging.destination.name': 'clicks',
      'messaging.destination.partition.id': '2',
      'messaging.kafka.offset': 15,
      'messaging.batch.message_count': 1,
    });
    const other = { topic: 'views', headers: 'none' };
    const two = { eventSource: 'aws:kafka', records: { 'clicks-2': [record([])], 'views-0': [other] } };
    expect(describeEvent(two).name).toBeUndefined();
    expect(attributesOf(two)['messaging.batch.message_count']).toBe(2);
  });

  it('RabbitMQ and ActiveMQ name their queue', () => {
    const rabbit = { eventSource: 'aws:rmq', rmqMessagesByQueue: { 'orders::/': [{ data: 'eA==' }] } };
    expect(describeEvent(rabbit).name).toBe('process orders');
    const active = { eventSource: 'aws:mq', messages: [{ destination: { physicalName: 'mails' } }] };
    expect(attributesOf(active)).toMatchObject({
      'messaging.system': 'activemq',
      'messaging.destination.name': 'mails',
    });
  });
});
