import type { EventDescription, Sender } from '../platform';
import type { Attributes } from '../trace/attributes';
import { lastArnPart, recordOf, textAt, textOf, type UnknownRecord } from '../value';
import { kafkaSender, kinesisSender, snsSender, sqsSender } from './message-sender';

/** Where the facts of a message stand, by what sent it. */
interface Channel {
  readonly system: string;
  destination?(message: UnknownRecord): string | undefined;
  sender?(message: UnknownRecord): Sender | undefined;
  /** What the first message says of all of them, and, where it is the only one, of itself. */
  attributes?(first: UnknownRecord, isOnly: boolean): Attributes;
}

const kafka: Channel = {
  system: 'kafka',
  destination: ({ topic }) => textOf(topic),
  sender: kafkaSender,
  attributes: ({ partition, offset }, isOnly) => ({
    'messaging.destination.partition.id':
      isOnly && typeof partition === 'number' ? `${partition}` : undefined,
    'messaging.kafka.offset': isOnly && typeof offset === 'number' ? offset : undefined,
  }),
};

const CHANNELS: Readonly<Record<string, Channel>> = {
  'aws:sqs': {
    system: 'aws_sqs',
    destination: ({ eventSourceARN }) => lastArnPart(eventSourceARN),
    sender: sqsSender,
    attributes: (first, isOnly) => ({
      'messaging.message.id': isOnly ? textAt(first, 'messageId') : undefined,
      'faaslens.delivery_attempt':
        (isOnly && Number(textAt(first, 'attributes.ApproximateReceiveCount'))) || undefined,
    }),
  },
  'aws:sns': {
    system: 'aws.sns',
    destination: (message) => lastArnPart(textAt(message, 'Sns.TopicArn')),
    sender: snsSender,
    attributes: (first, isOnly) => ({
      'messaging.message.id': isOnly ? textAt(first, 'Sns.MessageId') : undefined,
      'aws.sns.topic.arn': textAt(first, 'Sns.TopicArn'),
    }),
  },
  'aws:kinesis': {
    system: 'aws.kinesis',
    destination: streamOf,
    sender: kinesisSender,
    attributes: (first, isOnly) => ({
      'messaging.message.id': isOnly ? textAt(first, 'eventID') : undefined,
      'aws.kinesis.stream_name': streamOf(first),
      'messaging.destination.partition.id': textAt(first, 'eventID')?.split(':')[0],
    }),
  },
  'aws:ses': { system: 'aws.ses' },
  'aws:kafka': kafka,
  SelfManagedKafka: kafka,
  'aws:mq': { system: 'activemq', destination: (message) => textAt(message, 'destination.physicalName') },
  'aws:rmq': { system: 'rabbitmq', destination: ({ list }) => textOf(list)?.split('::')[0] },
};

/** Messages of queues, topics and streams: SQS, SNS, Kinesis, SES, Kafka (MSK or one's own), MQ. */
export function describeMessages(
  source: string,
  messages: readonly UnknownRecord[],
): EventDescription | undefined {
  const channel = CHANNELS[source];
  if (channel === undefined) return undefined;
  const destinations = new Set(messages.map((message) => channel.destination?.(message)));
  const [destination] = destinations.size === 1 ? destinations : [];
  return {
    trigger: 'pubsub',
    name: destination && `process ${destination}`,
    attributes: {
      'faaslens.event_source': source,
      'messaging.system': channel.system,
      'messaging.destination.name': destination,
      ...PROCESS,
      'messaging.batch.message_count': messages.length,
      ...channel.attributes?.(recordOf(messages[0]), messages.length === 1),
    },
    links: messages.map((message) => channel.sender?.(message)).filter((sender) => sender !== undefined),
  };
}

/** What a function does with messages, in the words of the conventions. */
export const PROCESS = { 'messaging.operation.name': 'process', 'messaging.operation.type': 'process' };

function streamOf({ eventSourceARN }: UnknownRecord): string | undefined {
  return textOf(eventSourceARN)?.split('/').at(-1);
}
