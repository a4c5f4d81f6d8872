import type { CallAttributes } from '../outgoing-request';
import { bodyFields, bodyKeys } from './body-fields';

/** How requests to one AWS service are told. */
export interface AwsService {
  /** As the SDK calls it. */
  readonly name: string;
  /** Finds the tables, queues, topics... in the start of a body. */
  resources?(body: string): string[];
  /** Finds them in the path, for the services that have them there. */
  pathResources?(target: string): string[];
  /** What a person calls the resource: the end of its ARN or address. */
  label?(resource: string): string;
  /** @param resources as `resources` found them */
  attributes?(resources: readonly string[], operation: string | undefined): CallAttributes;
}

/** A resource that one of these body fields names. */
const fields =
  (...names: string[]) =>
  (body: string): string[] => {
    for (const name of names) {
      const found = bodyFields(body, name);
      if (found.length > 0) return found;
    }
    return [];
  };

const lastOf = (separator: RegExp) => (text: string) => text.split(separator).at(-1) ?? text;

/** Empty unless there is exactly such a value: an attribute is not made of a guess. */
const only = (name: string, value: string | undefined, fits = true): CallAttributes =>
  value !== undefined && fits ? { [name]: value } : {};

const isArn = (text: string | undefined): boolean => text?.startsWith('arn:') === true;

const OPERATION_TYPES: Readonly<Record<string, string>> = {
  SendMessage: 'send',
  SendMessageBatch: 'send',
  Publish: 'send',
  PublishBatch: 'send',
  PutEvents: 'send',
  ReceiveMessage: 'receive',
  DeleteMessage: 'settle',
  DeleteMessageBatch: 'settle',
};

function messaging(
  system: string,
  destination: string | undefined,
  operation: string | undefined,
): CallAttributes {
  return {
    'messaging.system.name': system,
    ...only('messaging.destination.name', destination),
    ...only('messaging.operation.name', operation),
    ...only('messaging.operation.type', OPERATION_TYPES[operation ?? '']),
  };
}

const dynamoDb: AwsService = {
  name: 'DynamoDB',
  resources: (body) => {
    const tables = bodyKeys(body, 'RequestItems');
    return tables.length > 0 ? tables : bodyFields(body, 'TableName');
  },
  label: lastOf(/:table\//),
  attributes: (tables, operation) => ({
    'db.system.name': 'aws.dynamodb',
    ...only('db.operation.name', operation),
    ...only('db.collection.name', tables[0], tables.length === 1),
    ...(tables.length > 0 ? { 'aws.dynamodb.table_names': [...tables] } : {}),
  }),
};

const sqs: AwsService = {
  name: 'SQS',
  resources: fields('QueueUrl', 'QueueName'),
  // Clients of the older query protocol post to the queue's own path.
  pathResources: (target) => /^\/\d{12}\/[\w.-]+/.exec(target)?.slice(0, 1) ?? [],
  label: lastOf(/\//),
  attributes: ([queue], operation) => ({
    ...messaging('aws.sqs', queue && lastOf(/\//)(queue), operation),
    ...only('aws.sqs.queue.url', queue, queue?.includes('://')),
  }),
};

const sns: AwsService = {
  name: 'SNS',
  resources: fields('TopicArn', 'TargetArn'),
  label: lastOf(/:/),
  attributes: ([topic], operation) => ({
    ...messaging('aws.sns', topic && lastOf(/:/)(topic), operation),
    ...only('aws.sns.topic.arn', topic),
  }),
};

const eventBridge: AwsService = {
  name: 'EventBridge',
  resources: fields('EventBusName'),
  label: lastOf(/[/:]/),
  attributes: ([bus], operation) => messaging('aws.eventbridge', bus && lastOf(/[/:]/)(bus), operation),
};

const stepFunctions: AwsService = {
  name: 'SFN',
  resources: fields('stateMachineArn', 'executionArn', 'activityArn'),
  // arn:aws:states:region:account:kind:name[:execution]
  label: (arn) => arn.split(':')[6] ?? arn,
  attributes: ([arn]) => ({
    ...only('aws.step_functions.state_machine.arn', arn, arn?.includes(':stateMachine:')),
    ...only('aws.step_functions.activity.arn', arn, arn?.includes(':activity:')),
  }),
};

const kinesis: AwsService = {
  name: 'Kinesis',
  resources: fields('StreamName', 'StreamARN'),
  label: lastOf(/\//),
  attributes: ([stream]) => only('aws.kinesis.stream_name', stream && lastOf(/\//)(stream)),
};

const secretsManager: AwsService = {
  name: 'SecretsManager',
  resources: fields('SecretId', 'Name'),
  // Secrets Manager appends six random characters to the name.
  label: (id) => (isArn(id) ? lastOf(/:/)(id).replace(/-\w{6}$/, '') : id),
  attributes: ([id]) => only('aws.secretsmanager.secret.arn', id, isArn(id)),
};

/** By the name that requests are signed for. Whatever is not here is told by its own name and operation. */
export const AWS_SERVICES: Readonly<Record<string, AwsService>> = {
  dynamodb: dynamoDb,
  sqs,
  sns,
  events: eventBridge,
  states: stepFunctions,
  kinesis,
  secretsmanager: secretsManager,
  ssm: { name: 'SSM', resources: fields('Name', 'Path') },
  sts: { name: 'STS', resources: fields('RoleArn'), label: lastOf(/\//) },
  firehose: { name: 'Firehose', resources: fields('DeliveryStreamName') },
  logs: { name: 'CloudWatchLogs', resources: fields('logGroupName') },
  lambda: { name: 'Lambda' },
  s3: { name: 'S3' },
  s3express: { name: 'S3' },
};
