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

describe('an event of', () => {
  it('an HTTP API or a function URL is http, with the route without its method', () => {
    const event = {
      version: '2.0',
      routeKey: 'POST /orders/{id}',
      rawPath: '/orders/7',
      headers: { host: 'ignored', 'x-forwarded-proto': 'https', traceparent: TRACEPARENT },
      requestContext: {
        domainName: 'api.example.com',
        http: { method: 'POST', path: '/orders/7', userAgent: 'curl/8' },
      },
    };
    expect(describeEvent(event)).toMatchObject({ trigger: 'http', parent: REMOTE });
    expect(attributesOf(event)).toEqual({
      'http.request.method': 'POST',
      'http.route': '/orders/{id}',
      'url.path': '/orders/7',
      'url.scheme': 'https',
      'server.address': 'api.example.com',
      'user_agent.original': 'curl/8',
    });
    expect(attributesOf({ ...event, routeKey: '$default' })).not.toHaveProperty('http.route');
  });

  it('a REST API is http, whatever the case of its headers', () => {
    const event = {
      resource: '/orders/{id}',
      path: '/orders/7',
      httpMethod: 'GET',
      headers: { 'User-Agent': 'curl/8', Host: 'api.example.com:443', TRACEPARENT },
      requestContext: { stage: 'prod' },
    };
    expect(describeEvent(event)).toMatchObject({ trigger: 'http', parent: REMOTE });
    expect(attributesOf(event)).toEqual({
      'http.request.method': 'GET',
      'http.route': '/orders/{id}',
      'url.path': '/orders/7',
      'url.scheme': 'https',
      'server.address': 'api.example.com',
      'user_agent.original': 'curl/8',
    });
  });

  it('a load balancer is http, also with multi-value headers alone', () => {
    const event = {
      requestContext: { elb: { targetGroupArn: 'arn' } },
      httpMethod: 'GET',
      path: '/',
      multiValueHeaders: { Traceparent: [TRACEPARENT], host: ['shop.example.com'] },
    };
    expect(describeEvent(event).parent).toEqual(REMOTE);
    expect(attributesOf(event)).toMatchObject({ 'url.scheme': 'http', 'server.address': 'shop.example.com' });
  });

  it('CloudFront is http', () => {
    const headers = { traceparent: [{ key: 'Traceparent', value: TRACEPARENT }] };
    const event = { Records: [{ cf: { request: { method: 'GET', uri: '/x', headers } } }] };
    expect(describeEvent(event)).toMatchObject({ trigger: 'http', parent: REMOTE });
    expect(attributesOf(event)).toMatchObject({ 'http.request.method': 'GET', 'url.path': '/x' });
  });

  it('a WebSocket message is other, its connect request http', () => {
    const requestContext = { connectionId: 'c', routeKey: '$connect' };
    expect(describeEvent({ requestContext, headers: { Host: 'ws.example.com' } }).trigger).toBe('http');
    expect(describeEvent({ requestContext, body: 'hi' }).trigger).toBe('other');
  });

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
    expect(attributesOf(event)).toEqual({
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

  it('an S3 bucket is datasource and says what changed', () => {
    const event = (eventName: string) => ({
      Records: [
        {
          eventSource: 'aws:s3',
          eventName,
          eventTime: '2026-11-21T00:00:00.000Z',
          s3: { bucket: { name: 'photos' }, object: { key: 'cat.jpg' } },
        },
      ],
    });
    expect(describeEvent(event('ObjectCreated:Put')).trigger).toBe('datasource');
    expect(attributesOf(event('ObjectCreated:Put'))).toEqual({
      'faas.document.collection': 'photos',
      'faas.document.operation': 'insert',
      'faas.document.name': 'cat.jpg',
      'faas.document.time': '2026-11-21T00:00:00.000Z',
    });
    expect(attributesOf(event('ObjectRemoved:Delete'))).toMatchObject({
      'faas.document.operation': 'delete',
    });
  });

  it('a DynamoDB stream is datasource', () => {
    const eventSourceARN = 'arn:aws:dynamodb:eu-west-1:1:table/carts/stream/2026';
    const event = { Records: [{ eventSource: 'aws:dynamodb', eventSourceARN, eventName: 'MODIFY' }] };
    expect(describeEvent(event).trigger).toBe('datasource');
    expect(attributesOf(event)).toEqual({
      'faas.document.collection': 'carts',
      'faas.document.operation': 'edit',
    });
  });

  it('a schedule is timer, another EventBridge event is pubsub', () => {
    const scheduled = {
      source: 'aws.events',
      'detail-type': 'Scheduled Event',
      time: '2026-11-21T00:00:00Z',
    };
    expect(describeEvent(scheduled).trigger).toBe('timer');
    expect(attributesOf(scheduled)).toEqual({ 'faas.time': '2026-11-21T00:00:00Z' });
    const custom = {
      id: 'e',
      source: 'shop',
      'detail-type': 'Order Placed',
      detail: { traceparent: TRACEPARENT },
    };
    expect(describeEvent(custom)).toMatchObject({ trigger: 'pubsub', links: [REMOTE] });
  });

  it('a direct call is other, with the context that the caller put into it', () => {
    expect(describeEvent({ traceparent: TRACEPARENT })).toMatchObject({ trigger: 'other', parent: REMOTE });
    expect(describeEvent({ Records: [] }).trigger).toBe('other');
    expect(describeEvent({ Records: [null], requestContext: 7, headers: 'x' }).trigger).toBe('other');
  });
});
