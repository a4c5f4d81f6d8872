import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { SpanContext } from '@opentelemetry/api';
import { describe, expect, it } from 'vitest';
import { describeEvent } from './describe-event';

const TRACEPARENT = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
const XRAY = 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1';
const base64 = (text: string) => Buffer.from(text).toString('base64');
const sqs = (record: object) => ({
  eventSource: 'aws:sqs',
  eventSourceARN: 'arn:aws:sqs:eu-west-1:1:orders',
  messageId: 'm1',
  attributes: { ApproximateReceiveCount: '3' },
  ...record,
});
const carried = { TraceParent: { Type: 'String', Value: TRACEPARENT, stringValue: TRACEPARENT } };
const kinesis = (data: string, shard = 'shardId-0:1', stream = 'clicks') => ({
  eventSource: 'aws:kinesis',
  eventID: shard,
  eventSourceARN: `arn:aws:kinesis:eu-west-1:1:stream/${stream}`,
  kinesis: { data: base64(data) },
});
const kafka = {
  topic: 'clicks',
  partition: 2,
  offset: 15,
  headers: [{ Traceparent: [...Buffer.from(TRACEPARENT)] }],
};
const states = {
  Execution: { Id: 'arn:aws:states:eu-west-1:1:execution:ship:run-7' },
  StateMachine: { Id: 'arn:aws:states:eu-west-1:1:stateMachine:ship' },
  State: { Name: 'Pack' },
};
const rest = {
  resource: '/orders/{id}',
  path: '/orders/7',
  httpMethod: 'GET',
  headers: { 'User-Agent': 'curl/8', Host: 'api.example.com:443', TRACEPARENT },
  requestContext: { stage: 'prod', identity: { userAgent: 'curl/9' } },
};
const http = {
  version: '2.0',
  routeKey: 'POST /orders/{id}',
  rawPath: '/orders/7',
  headers: { host: 'ignored', 'x-forwarded-proto': 'https', traceparent: TRACEPARENT },
  requestContext: {
    domainName: 'api.example.com',
    http: { method: 'POST', path: '/orders/7', userAgent: 'curl/8' },
  },
};
const dynamo = (eventName: string) => ({
  eventSource: 'aws:dynamodb',
  eventSourceARN: 'arn:aws:dynamodb:eu-west-1:1:table/carts/stream/2026',
  eventName,
  dynamodb: { ApproximateCreationDateTime: 1_763_719_200.5 },
});
const s3 = (eventName: string) => ({
  eventSource: 'aws:s3',
  eventName,
  eventTime: '2026-11-21T00:00:00.000Z',
  s3: { bucket: { name: 'photos' }, object: { key: 'my+cat%281%29.jpg' } },
});

const EVENTS: Readonly<Record<string, unknown>> = {
  'an HTTP API': http,
  'an HTTP API that catches all': { ...http, routeKey: '$default' },
  'a function URL': {
    routeKey: '$default',
    requestContext: { domainName: 'x1.lambda-url.eu-west-1.on.aws', http: { method: 'GET', path: '/' } },
  },
  'a REST API': rest,
  'a load balancer': {
    requestContext: { elb: { targetGroupArn: 'arn' } },
    httpMethod: 'GET',
    path: '/',
    multiValueHeaders: { Traceparent: [TRACEPARENT], host: ['shop.example.com:8080'] },
  },
  CloudFront: {
    Records: [
      {
        cf: {
          request: {
            method: 'GET',
            uri: '/x',
            headers: { traceparent: [{ key: 'Traceparent', value: TRACEPARENT }] },
          },
        },
      },
    ],
  },
  "a WebSocket's connection": {
    requestContext: { connectionId: 'c', routeKey: '$connect', eventType: 'CONNECT' },
    headers: { Host: 'ws.example.com', traceparent: TRACEPARENT },
  },
  "a WebSocket's message": { requestContext: { connectionId: 'c', routeKey: '$default' }, body: 'hi' },
  'an authorizer of a REST API': { ...rest, type: 'REQUEST', methodArn: 'arn' },
  'an authorizer of an HTTP API': { ...http, type: 'REQUEST', routeArn: 'arn' },
  'an authorizer of a token': { type: 'TOKEN', methodArn: 'arn', authorizationToken: 't' },
  'one message of SQS': { Records: [sqs({ messageAttributes: carried })] },
  'several messages of SQS': {
    Records: [
      sqs({ body: JSON.stringify({ Type: 'Notification', MessageAttributes: carried }) }),
      sqs({ body: JSON.stringify({ 'detail-type': 'Placed', detail: { traceparent: TRACEPARENT } }) }),
      sqs({ body: JSON.stringify({ MessageAttributes: carried }) }),
      sqs({ body: '{"traceparent' }),
      sqs({ attributes: { AWSTraceHeader: XRAY } }),
    ],
  },
  'messages of two queues': { Records: [sqs({}), sqs({ eventSourceARN: 'arn:aws:sqs:eu-west-1:1:other' })] },
  SNS: {
    Records: [
      {
        EventSource: 'aws:sns',
        Sns: { MessageId: 's1', TopicArn: 'arn:aws:sns:eu-west-1:1:news', MessageAttributes: carried },
      },
    ],
  },
  Kinesis: { Records: [kinesis(JSON.stringify({ traceparent: TRACEPARENT, id: 1 }))] },
  'Kinesis, several': { Records: [kinesis('{"id":1}'), kinesis(`{ "traceparent":"${TRACEPARENT}"}`)] },
  SES: { Records: [{ eventSource: 'aws:ses', ses: {} }] },
  Kafka: { eventSource: 'aws:kafka', records: { 'clicks-2': [kafka] } },
  'Kafka of one’s own, two topics': {
    eventSource: 'SelfManagedKafka',
    records: { 'clicks-2': [kafka], 'views-0': [{ topic: 'views', headers: 'none' }] },
  },
  ActiveMQ: { eventSource: 'aws:mq', messages: [{ destination: { physicalName: 'mails' } }] },
  RabbitMQ: { eventSource: 'aws:rmq', rmqMessagesByQueue: { 'orders::/': [{ data: 'eA==' }] } },
  'RabbitMQ without messages': { eventSource: 'aws:rmq' },
  'RabbitMQ as records': { Records: [{ eventSource: 'aws:rmq' }] },
  S3: { Records: [s3('ObjectCreated:Put')] },
  'S3, a removal': { Records: [s3('ObjectRemoved:Delete'), s3('ObjectCreated:Put')] },
  DynamoDB: { Records: [dynamo('INSERT')] },
  'DynamoDB, a change': { Records: [dynamo('MODIFY')] },
  'DynamoDB, a word of its own': { Records: [dynamo('OTHER')] },
  DocumentDB: { eventSource: 'aws:docdb', events: [] },
  'a schedule': { source: 'aws.events', 'detail-type': 'Scheduled Event', time: '2026-11-21T00:00:00Z' },
  'a schedule of the Scheduler': { source: 'aws.scheduler', 'detail-type': 'Scheduled Event' },
  EventBridge: {
    id: 'e',
    source: 'shop',
    'detail-type': 'Order Placed',
    detail: { traceparent: TRACEPARENT },
  },
  AppSync: {
    info: { fieldName: 'getOrder', parentTypeName: 'Query' },
    request: { headers: { traceparent: TRACEPARENT } },
  },
  'AppSync, several': [{ info: { fieldName: 'items', parentTypeName: 'Order' } }, {}],
  Cognito: { triggerSource: 'PreSignUp_SignUp', userPoolId: 'p' },
  'an IoT button': { serialNumber: 'G0', clickType: 'SINGLE' },
  'an IoT 1-Click device': {
    deviceInfo: { deviceId: 'G0' },
    deviceEvent: { eventType: 'single', buttonClicked: {} },
  },
  'CloudWatch Logs': { awslogs: { data: 'H4s' } },
  'Step Functions': { ...states, traceparent: TRACEPARENT },
  'Step Functions, further in': { Context: states, orderId: 7 },
  'a direct call': { traceparent: TRACEPARENT },
  'no records': { Records: [] },
  'records that are none': { Records: [null], requestContext: 7, headers: 'x' },
  'a list': [],
  text: 'text',
  nothing: null,
};

const SCRIPT = `
import json, sys
from faaslens_lambda import _describe
def tell(event):
    told = _describe(event, None)
    told["attributes"] = {key: value for key, value in told["attributes"].items() if value is not None}
    return {key: told.get(key) for key in ("trigger", "name", "attributes", "parent", "links")}
json.dump([tell(event) for event in json.load(sys.stdin)], sys.stdout)
`;
const FOLDER = fileURLToPath(new URL('../../../examples/aws-lambda-python', import.meta.url));
const hasPython = spawnSync('python3', ['--version']).status === 0;

const senderOf = (sender: SpanContext | undefined) =>
  sender ? [sender.traceId, sender.spanId, sender.traceFlags] : null;

// A machine without Python may skip this; CI must not.
describe.skipIf(!hasPython && !process.env.CI)('the Python wrapper tells as this one does', () => {
  const names = Object.keys(EVENTS);
  const { stdout, stderr } = spawnSync('python3', ['-c', SCRIPT], {
    cwd: FOLDER,
    encoding: 'utf8',
    input: JSON.stringify(Object.values(EVENTS)),
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
  });

  it.each(names)('%s', (name) => {
    expect(stderr).toBe('');
    const { trigger, name: spanName, attributes, parent, links = [] } = describeEvent(EVENTS[name]);
    expect(JSON.parse(stdout)[names.indexOf(name)]).toEqual({
      trigger,
      name: spanName ?? null,
      attributes: Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined)),
      parent: senderOf(parent),
      links: links.map(senderOf),
    });
  });
});
