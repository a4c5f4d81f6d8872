import type { SpanContext } from '@opentelemetry/api';
import type { EventDescription } from '../platform';
import type { Attributes } from '../trace/attributes';
import { lastArnPart, recordOf, textOf, type UnknownRecord } from '../value';
import { snsSender, sqsSender } from './message-sender';

/** Events with a list of `Records`: messages of SQS, SNS, Kinesis and SES, changes in S3 and DynamoDB. */
export function describeRecords(event: UnknownRecord): EventDescription | undefined {
  if (!Array.isArray(event.Records)) return undefined;
  const records = event.Records.map(recordOf);
  const first = records[0] ?? {};
  const source = textOf(first.eventSource) ?? textOf(first.EventSource);
  switch (source) {
    case 'aws:sqs':
      return messages(source, records, {
        system: 'aws_sqs',
        destination: lastArnPart(first.eventSourceARN),
        messageId: first.messageId,
        attempt: Number(recordOf(first.attributes).ApproximateReceiveCount),
        senderOf: sqsSender,
      });
    case 'aws:sns': {
      const sns = recordOf(first.Sns);
      return messages(source, records, {
        system: 'aws.sns',
        destination: lastArnPart(sns.TopicArn),
        messageId: sns.MessageId,
        senderOf: snsSender,
        attributes: { 'aws.sns.topic.arn': textOf(sns.TopicArn) },
      });
    }
    case 'aws:kinesis': {
      const stream = textOf(first.eventSourceARN)?.split('/').at(-1);
      return messages(source, records, {
        system: 'aws.kinesis',
        destination: stream,
        messageId: first.eventID,
        attributes: {
          'aws.kinesis.stream_name': stream,
          'messaging.destination.partition.id': textOf(first.eventID)?.split(':')[0],
        },
      });
    }
    case 'aws:ses':
      return messages(source, records, { system: 'aws.ses', destination: undefined, messageId: undefined });
    case 'aws:s3':
      return { trigger: 'datasource', attributes: s3Attributes(first, records.length) };
    case 'aws:dynamodb':
      return { trigger: 'datasource', attributes: dynamoAttributes(first, records.length) };
    default:
      return undefined;
  }
}

interface Messages {
  readonly system: string;
  readonly destination: string | undefined;
  /** Of the first message. */
  readonly messageId: unknown;
  /** Which delivery of the first message this is, from 1. */
  readonly attempt?: number;
  readonly attributes?: Attributes;
  senderOf?(record: UnknownRecord): SpanContext | undefined;
}

function messages(source: string, records: readonly UnknownRecord[], from: Messages): EventDescription {
  const { system, destination, messageId, attempt = Number.NaN, senderOf } = from;
  const isOne = records.length === 1;
  const senders = senderOf ? records.map(senderOf) : [];
  return {
    trigger: 'pubsub',
    name: destination && `process ${destination}`,
    attributes: {
      'faaslens.event_source': source,
      'messaging.system': system,
      'messaging.destination.name': destination,
      'messaging.operation.name': 'process',
      'messaging.operation.type': 'process',
      'messaging.batch.message_count': records.length,
      'messaging.message.id': isOne ? textOf(messageId) : undefined,
      'faaslens.delivery_attempt': isOne && attempt >= 1 ? attempt : undefined,
      ...from.attributes,
    },
    links: senders.filter((sender) => sender !== undefined),
  };
}

function s3Attributes(record: UnknownRecord, count: number): Attributes {
  const s3 = recordOf(record.s3);
  const bucket = textOf(recordOf(s3.bucket).name);
  const key = decodeKey(textOf(recordOf(s3.object).key));
  const name = textOf(record.eventName);
  return {
    'faaslens.event_source': 'aws:s3',
    'faaslens.batch.count': count,
    'aws.s3.bucket': bucket,
    'aws.s3.key': key,
    'faas.document.collection': bucket,
    'faas.document.operation': name?.includes('Removed') ? 'delete' : 'insert',
    'faas.document.name': key,
    'faas.document.time': textOf(record.eventTime),
  };
}

/** S3 writes keys as a form does: `my+photo%281%29.jpg`. */
function decodeKey(key: string | undefined): string | undefined {
  try {
    return key && decodeURIComponent(key.replaceAll('+', ' '));
  } catch {
    return key;
  }
}

const DYNAMO_OPERATIONS: UnknownRecord = { INSERT: 'insert', MODIFY: 'edit', REMOVE: 'delete' };

function dynamoAttributes(record: UnknownRecord, count: number): Attributes {
  // arn:aws:dynamodb:<region>:<account>:table/<name>/stream/<time>
  const table = textOf(record.eventSourceARN)?.split('/')[1];
  return {
    'faaslens.event_source': 'aws:dynamodb',
    'faaslens.batch.count': count,
    'aws.dynamodb.table_names': table ? [table] : undefined,
    'faas.document.collection': table,
    'faas.document.operation': textOf(DYNAMO_OPERATIONS[String(record.eventName)]),
    'faas.document.time': timeOf(recordOf(record.dynamodb).ApproximateCreationDateTime),
  };
}

function timeOf(epochSeconds: unknown): string | undefined {
  const isTime = typeof epochSeconds === 'number' && Math.abs(epochSeconds) < 1e11;
  return isTime ? new Date(epochSeconds * 1000).toISOString() : undefined;
}
