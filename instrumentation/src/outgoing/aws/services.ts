/** How requests to an AWS service are told. */
export type AwsService = readonly [
  /** As the SDK calls it. */
  name: string,
  /** The fields of a body that name its resource: those of the first one that is there. */
  fields?: readonly string[],
  /** Where it carries messages: `messaging.system.name`. */
  messagingSystem?: string,
];

/** By the name that requests are signed for. Whatever is not here is told by its own name and operation. */
export const AWS_SERVICES: Readonly<Record<string, AwsService>> = {
  dynamodb: ['DynamoDB', ['TableName']],
  sqs: ['SQS', ['QueueUrl', 'QueueName'], 'aws.sqs'],
  sns: ['SNS', ['TopicArn', 'TargetArn'], 'aws.sns'],
  events: ['EventBridge', ['EventBusName'], 'aws.eventbridge'],
  states: ['SFN', ['stateMachineArn', 'executionArn', 'activityArn']],
  kinesis: ['Kinesis', ['StreamName', 'StreamARN']],
  secretsmanager: ['SecretsManager', ['SecretId', 'Name']],
  ssm: ['SSM', ['Name', 'Path']],
  sts: ['STS', ['RoleArn']],
  firehose: ['Firehose', ['DeliveryStreamName']],
  logs: ['CloudWatchLogs', ['logGroupName']],
  lambda: ['Lambda'],
  s3: ['S3'],
  s3express: ['S3'],
};

/** The attribute of a whole ARN or address, by what stands in it. */
export const WHOLE_RESOURCES: ReadonlyArray<readonly [part: string, attribute: string]> = [
  ['://', 'aws.sqs.queue.url'],
  [':sns:', 'aws.sns.topic.arn'],
  [':stateMachine:', 'aws.step_functions.state_machine.arn'],
  [':activity:', 'aws.step_functions.activity.arn'],
  [':secretsmanager:', 'aws.secretsmanager.secret.arn'],
];

/** What a person calls the resource: the name in its ARN or address. */
export function resourceName(resource: string): string {
  if (!resource.startsWith('arn:')) return resource.includes('://') ? lastOf(resource) : resource;
  // arn:aws:<service>:<region>:<account>:[<kind>:]<name>, where <name> may be <kind>/<name>
  const [, , service, , , kind = '', name] = resource.split(':');
  if (service !== 'secretsmanager') return lastOf(name ?? kind);
  // Secrets Manager appends six random characters to the name.
  return (name ?? kind).replace(/-\w{6}$/, '');
}

const lastOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
