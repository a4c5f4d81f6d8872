// Records what the clients of the AWS SDK v3 would send, as aws-requests.json holds it. In a folder with the clients:
//   npm install @aws-sdk/client-{dynamodb,s3,sqs,sns,lambda,eventbridge,sfn,kinesis,secrets-manager,ssm,sts,kms}
//   node <here>/record-aws-requests.mjs > aws-requests.json
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(join(process.cwd(), 'package.json'));
const ACCOUNT = '123456789012';
const HEADERS = /^(host|content-type|x-amz-target|x-amz-copy-source|authorization|amz-sdk-request|smithy-protocol)$/;

const CALLS = {
  'dynamodb DynamoDBClient': [
    ['GetItem', { TableName: 'orders', Key: { id: { S: '1' } } }],
    ['PutItem', { Item: { id: { S: '1' }, note: { S: '"TableName":"no"' } }, TableName: 'orders' }],
    ['BatchGetItem', { RequestItems: { orders: { Keys: [] }, items: { Keys: [] } } }],
    ['TransactWriteItems', { TransactItems: [{ Delete: { TableName: 'orders', Key: {} } }, { Delete: { TableName: 'items', Key: {} } }] }],
    ['ListTables', {}],
  ],
  's3 S3Client': [
    ['GetObject', { Bucket: 'bucket', Key: 'a/b c.txt' }],
    ['PutObject', { Bucket: 'bucket', Key: 'k', Body: 'hello' }],
    ['CopyObject', { Bucket: 'bucket', Key: 'k', CopySource: 'other/key' }],
    ['HeadObject', { Bucket: 'bucket', Key: 'k' }],
    ['DeleteObject', { Bucket: 'bucket', Key: 'k' }],
    ['DeleteObjects', { Bucket: 'bucket', Delete: { Objects: [{ Key: 'a' }] } }],
    ['GetObjectTagging', { Bucket: 'bucket', Key: 'k' }],
    ['CreateMultipartUpload', { Bucket: 'bucket', Key: 'k' }],
    ['UploadPart', { Bucket: 'bucket', Key: 'k', UploadId: 'u', PartNumber: 1, Body: 'x' }],
    ['UploadPartCopy', { Bucket: 'bucket', Key: 'k', UploadId: 'u', PartNumber: 1, CopySource: 'other/key' }],
    ['CompleteMultipartUpload', { Bucket: 'bucket', Key: 'k', UploadId: 'u', MultipartUpload: { Parts: [] } }],
    ['AbortMultipartUpload', { Bucket: 'bucket', Key: 'k', UploadId: 'u' }],
    ['ListParts', { Bucket: 'bucket', Key: 'k', UploadId: 'u' }],
    ['ListObjectsV2', { Bucket: 'bucket', Prefix: 'p/' }],
    ['ListObjects', { Bucket: 'bucket' }],
    ['ListObjectVersions', { Bucket: 'bucket' }],
    ['ListMultipartUploads', { Bucket: 'bucket' }],
    ['ListBuckets', {}],
    ['HeadBucket', { Bucket: 'bucket' }],
    ['CreateBucket', { Bucket: 'bucket' }],
    ['DeleteBucket', { Bucket: 'bucket' }],
    ['GetBucketPolicy', { Bucket: 'bucket' }],
  ],
  'sqs SQSClient': [
    ['SendMessage', { QueueUrl: `https://sqs.eu-west-1.amazonaws.com/${ACCOUNT}/orders`, MessageBody: '{"QueueUrl":"https://x/no"}' }],
    ['ReceiveMessage', { QueueUrl: `https://sqs.eu-west-1.amazonaws.com/${ACCOUNT}/orders` }],
    ['DeleteMessage', { QueueUrl: `https://sqs.eu-west-1.amazonaws.com/${ACCOUNT}/orders`, ReceiptHandle: 'r' }],
    ['GetQueueUrl', { QueueName: 'orders' }],
  ],
  'sns SNSClient': [['Publish', { TopicArn: `arn:aws:sns:eu-west-1:${ACCOUNT}:alarms`, Message: 'a&TopicArn=no' }]],
  'lambda LambdaClient': [
    ['Invoke', { FunctionName: 'pay', Payload: '{}' }],
    ['Invoke', { FunctionName: `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:pay:live`, Payload: '{}' }],
    ['Invoke', { FunctionName: `${ACCOUNT}:function:pay`, Payload: '{}' }],
    ['InvokeWithResponseStream', { FunctionName: 'pay:7', Payload: '{}' }],
    ['GetFunction', { FunctionName: 'pay' }],
  ],
  'eventbridge EventBridgeClient': [
    ['PutEvents', { Entries: [{ Source: 's', DetailType: 'd', Detail: '{"EventBusName":"no"}', EventBusName: 'shop' }] }],
    ['PutEvents', { Entries: [{ Source: 's', DetailType: 'd', Detail: '{}', EventBusName: `arn:aws:events:eu-west-1:${ACCOUNT}:event-bus/shop` }] }],
  ],
  'sfn SFNClient': [
    ['StartExecution', { stateMachineArn: `arn:aws:states:eu-west-1:${ACCOUNT}:stateMachine:checkout`, input: '{}' }],
    ['StartSyncExecution', { stateMachineArn: `arn:aws:states:eu-west-1:${ACCOUNT}:stateMachine:checkout`, input: '{}' }],
    ['DescribeExecution', { executionArn: `arn:aws:states:eu-west-1:${ACCOUNT}:execution:checkout:run-1` }],
    ['GetActivityTask', { activityArn: `arn:aws:states:eu-west-1:${ACCOUNT}:activity:pack` }],
  ],
  'kinesis KinesisClient': [
    ['PutRecord', { StreamName: 'clicks', Data: Buffer.from('x'), PartitionKey: 'a' }],
    ['PutRecords', { StreamARN: `arn:aws:kinesis:eu-west-1:${ACCOUNT}:stream/clicks`, Records: [] }],
  ],
  'secrets-manager SecretsManagerClient': [
    ['GetSecretValue', { SecretId: 'db/password' }],
    ['GetSecretValue', { SecretId: `arn:aws:secretsmanager:eu-west-1:${ACCOUNT}:secret:db/password-a1B2c3` }],
  ],
  'ssm SSMClient': [
    ['GetParameter', { Name: '/app/key', WithDecryption: true }],
    ['GetParametersByPath', { Path: '/app' }],
  ],
  'sts STSClient': [
    ['AssumeRole', { RoleArn: `arn:aws:iam::${ACCOUNT}:role/deploy`, RoleSessionName: 'x' }],
    ['AssumeRoleWithWebIdentity', { RoleArn: `arn:aws:iam::${ACCOUNT}:role/deploy`, RoleSessionName: 'x', WebIdentityToken: 't' }],
    ['GetCallerIdentity', {}],
  ],
  'kms KMSClient': [['Decrypt', { CiphertextBlob: Buffer.from('x') }]],
};

const recorded = [];
for (const [key, calls] of Object.entries(CALLS)) {
  const [pkg, client] = key.split(' ');
  const library = require(`@aws-sdk/client-${pkg}`);
  let seen;
  const made = new library[client]({
    region: 'eu-west-1',
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' },
    maxAttempts: 1,
    requestHandler: {
      handle: async (request) => {
        seen = request;
        throw new Error('recorded');
      },
    },
  });
  for (const [operation, input] of calls) {
    await made.send(new library[`${operation}Command`](input)).catch(() => {});
    const query = Object.entries(seen.query ?? {}).map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`);
    recorded.push({
      client: `${pkg} ${require(`@aws-sdk/client-${pkg}/package.json`).version}`,
      operation,
      method: seen.method,
      host: seen.hostname,
      target: seen.path + (query.length ? `?${query.join('&')}` : ''),
      headers: Object.fromEntries(Object.entries(seen.headers).map(([name, value]) => [name.toLowerCase(), value]).filter(([name]) => HEADERS.test(name))),
      body: typeof seen.body === 'string' ? seen.body : seen.body instanceof Uint8Array ? Buffer.from(seen.body).toString() : undefined,
    });
  }
}
process.stdout.write(`[\n${recorded.map((request) => JSON.stringify(request)).join(",\n")}\n]\n`);
