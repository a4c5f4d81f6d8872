import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CallDescription, OutgoingRequest } from '../outgoing-request';
import { describeAws } from './describe-aws';

interface Recorded {
  readonly client: string;
  readonly operation: string;
  readonly method: string;
  readonly host: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

// What the clients of the AWS SDK v3 sent; testdata/record-aws-requests.mjs made it.
const RECORDED = JSON.parse(
  readFileSync(new URL('../testdata/aws-requests.json', import.meta.url), 'utf8'),
) as Recorded[];

function asRequest(parts: Partial<Omit<Recorded, 'body'>>): OutgoingRequest {
  const { method = 'POST', host = 'example.com', target = '/', headers = {} } = parts;
  return { method, scheme: 'https', host, port: 443, target, header: (name) => headers[name] };
}

function describeWhole(recorded: Recorded): CallDescription | undefined {
  const head = describeAws(asRequest(recorded));
  const body = recorded.body && head?.describeBody?.(recorded.body);
  return head && body ? { ...head, ...body, attributes: { ...head.attributes, ...body.attributes } } : head;
}

const signed = (service: string) => ({
  authorization: `AWS4-HMAC-SHA256 Credential=AKIA/20261121/eu-west-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
});

describe('a recorded request of the AWS SDK v3', () => {
  const names = (client: string) =>
    RECORDED.filter((recorded) => recorded.client.startsWith(`${client} `)).map(
      (recorded) => describeWhole(recorded)?.name,
    );

  it.each([
    [
      'dynamodb',
      ['GetItem orders', 'PutItem orders', 'BatchGetItem orders, items', 'TransactWriteItems orders, items'],
      'DynamoDB',
    ],
    [
      'sqs',
      ['SendMessage', 'ReceiveMessage', 'DeleteMessage', 'GetQueueUrl'].map((of) => `${of} orders`),
      'SQS',
    ],
    ['sns', ['Publish alarms'], 'SNS'],
    ['lambda', ['Invoke pay', 'Invoke pay', 'Invoke pay', 'InvokeWithResponseStream pay'], 'Lambda'],
    ['eventbridge', ['PutEvents shop', 'PutEvents shop'], 'EventBridge'],
    [
      'sfn',
      ['StartExecution', 'StartSyncExecution', 'DescribeExecution']
        .map((of) => `${of} checkout`)
        .concat('GetActivityTask pack'),
      'SFN',
    ],
    ['kinesis', ['PutRecord clicks', 'PutRecords clicks'], 'Kinesis'],
    ['secrets-manager', ['GetSecretValue db/password', 'GetSecretValue db/password'], 'SecretsManager'],
    ['ssm', ['GetParameter /app/key', 'GetParametersByPath /app'], 'SSM'],
    ['sts', ['AssumeRole deploy', 'AssumeRoleWithWebIdentity deploy', 'GetCallerIdentity'], 'STS'],
    ['kms', ['Decrypt'], 'KMS'],
  ])('of %s is named by service, operation and resource', (client, expected, service) => {
    expect(names(client).slice(0, expected.length)).toEqual(expected.map((name) => `${service}.${name}`));
  });

  it('of S3 is named by operation and bucket, each of the 22', () => {
    const s3 = RECORDED.filter(({ client }) => client.startsWith('s3 '));
    expect(s3).toHaveLength(22);
    for (const recorded of s3) {
      const bucket = recorded.operation === 'ListBuckets' ? '' : ' bucket';
      expect(describeWhole(recorded)?.name).toBe(`S3.${recorded.operation}${bucket}`);
    }
  });

  it('of S3 is understood without the hint that newer clients give, and with the bucket in the path', () => {
    for (const recorded of RECORDED.filter(({ client }) => client.startsWith('s3 '))) {
      if (recorded.operation === 'ListBuckets') continue;
      const target = recorded.target.replace(/x-id=\w+&?/, '');
      const called = describeWhole({ ...recorded, target: `/bucket${target}`, host: '127.0.0.1' });
      expect(called?.name).toBe(`S3.${recorded.operation} bucket`);
    }
  });

  it('carries the attributes of the conventions', () => {
    const attributesOf = (wanted: string) =>
      describeWhole(RECORDED.find(({ operation }) => operation === wanted) ?? fail(wanted))?.attributes;
    expect(attributesOf('GetItem')).toEqual({
      'http.request.method': 'POST',
      'server.address': 'dynamodb.eu-west-1.amazonaws.com',
      'server.port': 443,
      'url.full': 'https://dynamodb.eu-west-1.amazonaws.com/',
      'rpc.system.name': 'aws-api',
      'rpc.method': 'DynamoDB/GetItem',
      'cloud.region': 'eu-west-1',
      'db.system.name': 'aws.dynamodb',
      'db.operation.name': 'GetItem',
      'db.collection.name': 'orders',
      'aws.dynamodb.table_names': ['orders'],
    });
    expect(attributesOf('BatchGetItem')).not.toHaveProperty('db.collection.name');
    expect(attributesOf('GetObject')).toMatchObject({ 'aws.s3.bucket': 'bucket', 'aws.s3.key': 'a/b c.txt' });
    expect(attributesOf('SendMessage')).toMatchObject({
      'messaging.system.name': 'aws.sqs',
      'messaging.destination.name': 'orders',
      'messaging.operation.name': 'SendMessage',
      'messaging.operation.type': 'send',
      'aws.sqs.queue.url': 'https://sqs.eu-west-1.amazonaws.com/123456789012/orders',
    });
    expect(attributesOf('Publish')).toMatchObject({
      'messaging.destination.name': 'alarms',
      'aws.sns.topic.arn': 'arn:aws:sns:eu-west-1:123456789012:alarms',
    });
    expect(attributesOf('Invoke')).toMatchObject({
      'faas.invoked_name': 'pay',
      'faas.invoked_provider': 'aws',
      'faas.invoked_region': 'eu-west-1',
    });
    expect(attributesOf('PutRecord')).toMatchObject({ 'aws.kinesis.stream_name': 'clicks' });
    expect(attributesOf('StartExecution')).toMatchObject({
      'aws.step_functions.state_machine.arn': 'arn:aws:states:eu-west-1:123456789012:stateMachine:checkout',
    });
  });
});

describe('a request to AWS', () => {
  it('is known by its signature behind any address, and by the address where it is not signed', () => {
    const headers = { ...signed('dynamodb'), 'x-amz-target': 'DynamoDB_20120810.Query' };
    expect(describeAws(asRequest({ host: 'localhost', headers }))?.name).toBe('DynamoDB.Query');
    const presigned = '/k?X-Amz-Credential=AKIA%2F20261121%2Feu-west-1%2Fs3%2Faws4_request&X-Amz-Signature=0';
    expect(
      describeAws(asRequest({ method: 'GET', host: 'b.s3.amazonaws.com', target: presigned }))?.name,
    ).toBe('S3.GetObject b');
    expect(
      describeAws(
        asRequest({ method: 'GET', host: 'b.c.s3.dualstack.eu-west-1.amazonaws.com', target: '/k' }),
      )?.name,
    ).toBe('S3.GetObject b.c');
    expect(describeAws(asRequest({ host: 'bedrock-runtime.us-east-1.amazonaws.com' }))?.name).toBe(
      'Bedrock-runtime POST',
    );
  });

  it('tells a retry and what the answer says', () => {
    const headers = { ...signed('sqs'), 'amz-sdk-request': 'attempt=3; max=3' };
    const described = describeAws(asRequest({ headers }));
    expect(described?.attributes['http.request.resend_count']).toBe(2);
    const answer = { 'x-amzn-requestid': 'r1', 'x-amzn-errortype': 'QueueDoesNotExist:http://x/' };
    const header = (name: string) => answer[name as keyof typeof answer];
    expect(described?.describeAnswer?.({ status: 400, header })).toEqual({
      attributes: { 'aws.request_id': 'r1' },
      errorType: 'QueueDoesNotExist',
    });
  });

  it('of the older query protocol names the queue in its path and the operation in its body', () => {
    const described = describeAws(
      asRequest({
        host: 'sqs.eu-west-1.amazonaws.com',
        target: '/123456789012/orders',
        headers: signed('sqs'),
      }),
    );
    expect(described?.describeBody?.('Action=SendMessage&MessageBody=x')?.name).toBe(
      'SQS.SendMessage orders',
    );
  });

  it.each([
    ['an API Gateway', { host: 'abc.execute-api.eu-west-1.amazonaws.com' }],
    ['an API Gateway with a signature', { host: 'api.example.com', headers: signed('execute-api') }],
    ['a function URL', { host: 'abc.lambda-url.eu-west-1.on.aws', headers: signed('lambda') }],
    ['anybody else', { host: 'amazonaws.com.example.com' }],
    [
      'anybody else with a token',
      { headers: { authorization: 'Bearer Credential=a/20261121/s3/aws4_request' } },
    ],
  ])('is not seen in one to %s', (_what, parts) => {
    expect(describeAws(asRequest(parts))).toBeUndefined();
  });

  it('never makes the description throw, whatever path and body hold', () => {
    const services = fc.constantFrom('s3', 'lambda', 'dynamodb', 'sns', 'sqs', 'states', 'unknown');
    fc.assert(
      fc.property(services, fc.string(), fc.string({ unit: 'binary' }), (service, target, body) => {
        const described = describeAws(asRequest({ target: `/${target}`, headers: signed(service) }));
        expect(described?.name).toBeTruthy();
        for (const text of [body, `{${body}`, `{"TableName":"${body}`]) described?.describeBody?.(text);
      }),
    );
  });
});

function fail(what: string): never {
  throw new Error(`${what} was not recorded`);
}
