import fc from 'fast-check';
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
    expect(describeEvent(event)).toMatchObject({ trigger: 'http', name: '/orders/{id}', parent: REMOTE });
    expect(attributesOf(event)).toEqual({
      'faaslens.event_source': 'aws:apigateway',
      'http.request.method': 'POST',
      'http.route': '/orders/{id}',
      'url.path': '/orders/7',
      'url.scheme': 'https',
      'server.address': 'api.example.com',
      'user_agent.original': 'curl/8',
    });
    const url = {
      ...event,
      routeKey: '$default',
      requestContext: { domainName: 'x1.lambda-url.eu-west-1.on.aws', http: { method: 'GET', path: '/' } },
    };
    expect(attributesOf(url)).not.toHaveProperty('http.route');
    expect(attributesOf(url)['faaslens.event_source']).toBe('aws:lambda-url');
    expect(describeEvent(url).name).toBeUndefined();
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
      'faaslens.event_source': 'aws:apigateway',
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
    expect(attributesOf(event)['faaslens.event_source']).toBe('aws:elb');
    expect(describeEvent(event).name).toBeUndefined();
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

  it('an S3 bucket is datasource and says what changed', () => {
    const event = (eventName: string) => ({
      Records: [
        {
          eventSource: 'aws:s3',
          eventName,
          eventTime: '2026-11-21T00:00:00.000Z',
          s3: { bucket: { name: 'photos' }, object: { key: 'my+cat.jpg' } },
        },
      ],
    });
    expect(describeEvent(event('ObjectCreated:Put')).trigger).toBe('datasource');
    expect(attributesOf(event('ObjectCreated:Put'))).toEqual({
      'faaslens.event_source': 'aws:s3',
      'faaslens.batch.count': 1,
      'aws.s3.bucket': 'photos',
      'aws.s3.key': 'my cat.jpg',
      'faas.document.collection': 'photos',
      'faas.document.operation': 'insert',
      'faas.document.name': 'my cat.jpg',
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
      'faaslens.event_source': 'aws:dynamodb',
      'faaslens.batch.count': 1,
      'aws.dynamodb.table_names': ['carts'],
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
    expect(attributesOf(scheduled)).toEqual({
      'faaslens.event_source': 'aws:events',
      'faas.time': '2026-11-21T00:00:00Z',
    });
    const custom = {
      id: 'e',
      source: 'shop',
      'detail-type': 'Order Placed',
      detail: { traceparent: TRACEPARENT },
    };
    expect(describeEvent(custom)).toMatchObject({
      trigger: 'pubsub',
      name: 'process Order Placed',
      links: [REMOTE],
    });
  });

  it('a direct call is other, with the context that the caller put into it', () => {
    expect(describeEvent({ traceparent: TRACEPARENT })).toMatchObject({ trigger: 'other', parent: REMOTE });
    expect(describeEvent({ Records: [] }).trigger).toBe('other');
    expect(describeEvent({ Records: [null], requestContext: 7, headers: 'x' }).trigger).toBe('other');
  });

  it('AppSync is named by its field, below the request of the client', () => {
    const call = {
      info: { fieldName: 'getOrder', parentTypeName: 'Query' },
      request: { headers: { traceparent: TRACEPARENT } },
      arguments: {},
    };
    expect(describeEvent(call)).toMatchObject({ trigger: 'other', name: 'Query.getOrder', parent: REMOTE });
    expect(describeEvent([call, call]).name).toBe('Query.getOrder');
    expect(attributesOf(call)).toMatchObject({
      'graphql.operation.type': 'query',
      'graphql.operation.name': 'getOrder',
    });
  });

  it.each([
    ['Cognito', { triggerSource: 'PreSignUp_SignUp', userPoolId: 'p' }, 'aws:cognito', 'PreSignUp_SignUp'],
    ['an IoT button', { serialNumber: 'G0', clickType: 'SINGLE' }, 'aws:iot', 'SINGLE'],
  ])('%s says what happened', (_what, event, source, type) => {
    expect(attributesOf(event)).toEqual({ 'faaslens.event_source': source, 'faaslens.event_type': type });
  });

  it('Step Functions names its state machine, wherever the state put the context object', () => {
    const context = {
      Execution: { Id: 'arn:aws:states:eu-west-1:1:execution:ship:run-7' },
      StateMachine: { Id: 'arn:aws:states:eu-west-1:1:stateMachine:ship' },
      State: { Name: 'Pack' },
    };
    for (const event of [context, { Context: context, orderId: 7 }]) {
      expect(attributesOf({ ...event, traceparent: TRACEPARENT })).toEqual({
        'faaslens.event_source': 'aws:states',
        'aws.step_functions.state_machine.arn': 'arn:aws:states:eu-west-1:1:stateMachine:ship',
        'faaslens.execution': 'run-7',
        'faaslens.state': 'Pack',
      });
    }
  });

  it('an authorizer is no HTTP answer, but belongs to the request', () => {
    const event = {
      type: 'REQUEST',
      methodArn: 'arn',
      httpMethod: 'GET',
      headers: { traceparent: TRACEPARENT },
    };
    expect(describeEvent(event)).toMatchObject({ trigger: 'other', parent: REMOTE });
    const { methodArn: routeArn, httpMethod: method, ...rest } = event;
    const ofHttpApi = { ...rest, version: '2.0', routeArn, requestContext: { http: { method, path: '/' } } };
    const authorizer = {
      trigger: 'other',
      attributes: { 'faaslens.event_source': 'aws:apigateway-authorizer' },
    };
    expect(describeEvent(ofHttpApi)).toMatchObject({ ...authorizer, parent: REMOTE });
  });

  it('anything at all is described without an error', () => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true, maxDepth: 4 }), (event) => {
        expect(['http', 'pubsub', 'timer', 'datasource', 'other']).toContain(describeEvent(event).trigger);
      }),
    );
    const key = fc.constantFrom(
      'Records',
      'eventSource',
      'requestContext',
      'http',
      'headers',
      'body',
      'cf',
      's3',
    );
    const value = fc.oneof(fc.constantFrom('aws:sqs', 'aws:kafka', 'aws:s3', 'GET'), fc.anything());
    const shaped = fc.dictionary(
      key,
      fc.oneof(value, fc.dictionary(key, value), fc.array(fc.dictionary(key, value))),
    );
    fc.assert(fc.property(shaped, (event) => void describeEvent(event)));
  });
});
