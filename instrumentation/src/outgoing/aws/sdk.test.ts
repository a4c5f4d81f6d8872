import { createHash, createHmac } from 'node:crypto';
import { createServer } from 'node:http2';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runtimeModule, runtimesFolder } from '../../testing/runtimes';
import type { Outgoing } from '../outgoing';
import { type EchoRequest, type EchoServer, startEchoServer } from '../testing/echo-server';
import { type Followed, follow, PARENT_ID, TRACE_ID } from '../testing/follow';

const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const CREDENTIALS = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: SECRET };

type Client = new (config: object) => { send(command: object): Promise<unknown>; destroy(): void };
type Library = Readonly<Record<string, new (input: object) => object>>;

/** A client of the AWS SDK v3, as its users get it from npm. */
async function library(name: string): Promise<Library> {
  const manifest = await runtimeModule(`@aws-sdk/client-${name}/package.json`);
  return createRequire(manifest)(`@aws-sdk/client-${name}`) as Library;
}

beforeAll(() => runtimesFolder(), 200_000);

let server: EchoServer;
let followed: Followed & Outgoing;

beforeEach(async () => {
  server = await startEchoServer();
  followed = follow();
});
afterEach(async () => {
  followed.dispose();
  await server.close();
  expect(followed.errors).toEqual([]);
});

async function send(
  name: string,
  client: string,
  operation: string,
  input: object,
  url: string,
): Promise<void> {
  const found = await library(name);
  const [Made, Command] = [found[client], found[`${operation}Command`]];
  if (Made === undefined || Command === undefined) throw new Error(`no ${client}.${operation}`);
  const made = new (Made as unknown as Client)({
    endpoint: url,
    region: 'eu-west-1',
    credentials: CREDENTIALS,
    maxAttempts: 1,
    forcePathStyle: true,
  });
  // The server answers `{}`, which not every client takes for an answer.
  await followed.inSpan(() => made.send(new Command(input))).catch(() => {});
  // The body of an object is the caller's to read; it is over when the invocation is.
  followed.settle(followed.owner);
  made.destroy();
}

/** As AWS checks it: the headers that the signature names, and no others, must be those that were signed. */
function isSignedRight({ method, url, headers, body }: EchoRequest): boolean {
  const parts =
    /Credential=\S+?\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=(\w+)/.exec(
      headers.authorization ?? '',
    );
  const [, date = '', region = '', service = '', names = '', signature] = parts ?? [];
  const [path = '', query = ''] = url.split('?');
  const signed = names.split(';').map((name) => `${name}:${headers[name]}\n`);
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
  const payload = headers['x-amz-content-sha256'] ?? sha256(body);
  const request = [method, path, query.split('&').sort().join('&'), signed.join(''), names, payload].join(
    '\n',
  );
  const scope = `${date}/${region}/${service}/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, sha256(request)].join('\n');
  const hmac = (key: string | Buffer, data: string) => createHmac('sha256', key).update(data).digest();
  const key = [date, region, service, 'aws4_request'].reduce<string | Buffer>(hmac, `AWS4${SECRET}`);
  return hmac(key, text).toString('hex') === signature;
}

describe('a real client of the AWS SDK v3', () => {
  it.each([
    [
      'dynamodb',
      'DynamoDBClient',
      'GetItem',
      { TableName: 'orders', Key: { id: { S: '1' } } },
      'DynamoDB.GetItem orders',
    ],
    ['s3', 'S3Client', 'PutObject', { Bucket: 'photos', Key: 'a b.png', Body: 'x' }, 'S3.PutObject photos'],
    ['s3', 'S3Client', 'GetObject', { Bucket: 'photos', Key: 'k' }, 'S3.GetObject photos'],
    [
      'sqs',
      'SQSClient',
      'SendMessage',
      { QueueUrl: 'https://sqs.eu-west-1.amazonaws.com/123456789012/orders', MessageBody: 'x' },
      'SQS.SendMessage orders',
    ],
    [
      'sns',
      'SNSClient',
      'Publish',
      { TopicArn: 'arn:aws:sns:eu-west-1:123456789012:alarms', Message: 'x' },
      'SNS.Publish alarms',
    ],
    ['lambda', 'LambdaClient', 'Invoke', { FunctionName: 'pay', Payload: '{}' }, 'Lambda.Invoke pay'],
    [
      'eventbridge',
      'EventBridgeClient',
      'PutEvents',
      { Entries: [{ EventBusName: 'shop' }] },
      'EventBridge.PutEvents shop',
    ],
    [
      'sts',
      'STSClient',
      'AssumeRole',
      { RoleArn: 'arn:aws:iam::123456789012:role/deploy', RoleSessionName: 'x' },
      'STS.AssumeRole deploy',
    ],
  ])('%s %s.%s %o', async (name, client, operation, input, expected) => {
    await send(name, client, operation, input, server.url);
    const [span] = followed.ended;
    expect(followed.ended).toHaveLength(1);
    expect(span).toMatchObject({
      name: expected,
      kind: 2,
      parentId: PARENT_ID,
      attributes: { 'aws.request_id': 'request-1' },
    });

    const [request] = server.requests;
    expect(request?.headers.traceparent).toBe(`00-${TRACE_ID}-${span?.spanId}-01`);
    expect(request?.headers.authorization).not.toContain('traceparent');
    expect(request && isSignedRight(request)).toBe(true);
    expect(request && isSignedRight({ ...request, url: `${request.url}x` })).toBe(false);
  });

  it('over HTTP/2, as for Kinesis, is seen where Node.js tells of it', async () => {
    const http2 = createServer((request, response) => {
      request.resume();
      response.end('{"SequenceNumber":"1","ShardId":"s"}');
    });
    await new Promise<void>((resolve) => http2.listen(0, '127.0.0.1', resolve));
    const { port } = http2.address() as AddressInfo;
    const input = { StreamName: 'clicks', Data: Buffer.from('x'), PartitionKey: 'a' };
    await send('kinesis', 'KinesisClient', 'PutRecord', input, `http://127.0.0.1:${port}`);
    http2.close();
    const [major = 0] = process.versions.node.split('.').map(Number);
    const names = followed.ended.map(({ name }) => name);
    expect(names).toEqual(major >= 22 ? ['Kinesis.PutRecord clicks'] : []);
  });
});

describe('a call that is signed like those of AWS', () => {
  it('is named from its body with node:http and from its head with fetch, and stays as it was signed', async () => {
    const headers = {
      'x-amz-target': 'DynamoDB_20120810.GetItem',
      authorization:
        'AWS4-HMAC-SHA256 Credential=AKIA/20261121/eu-west-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
    };
    const body = '{"TableName":"orders"}';
    await followed.inSpan(() =>
      fetch(server.url, { method: 'POST', headers, body }).then((answer) => answer.text()),
    );
    const { request } = await import('node:http');
    await followed.inSpan(
      () =>
        new Promise((resolve) => {
          const sent = request(server.url, { method: 'POST', headers }, (answer) =>
            answer.resume().on('end', resolve),
          );
          sent.write(body.slice(0, -1));
          sent.end('}');
        }),
    );
    expect(followed.ended.map(({ name }) => name.split(' ')[0])).toEqual([
      'DynamoDB.GetItem',
      'DynamoDB.GetItem',
    ]);
    expect(followed.ended[1]?.name).toBe('DynamoDB.GetItem orders');
    for (const request of server.requests) {
      expect(request).toMatchObject({ body, headers: { authorization: headers.authorization } });
    }
  });
});
