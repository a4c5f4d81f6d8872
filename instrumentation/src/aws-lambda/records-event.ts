import type { SpanContext } from '@opentelemetry/api';
import type { Attributes } from '../trace/attributes';
import { parseTraceContext } from '../trace/trace-context';
import type { EventDescription } from './event-description';
import { lastArnPart, recordOf, textOf, type UnknownRecord } from './value';

/** Events with a list of `Records`: messages of SQS, SNS, Kinesis and SES, changes in S3 and DynamoDB. */
export function describeRecords(event: UnknownRecord): EventDescription | undefined {
  if (!Array.isArray(event.Records)) return undefined;
  const records = event.Records.map(recordOf);
  const first = records[0] ?? {};
  switch (textOf(first.eventSource) ?? textOf(first.EventSource)) {
    case 'aws:sqs':
      return messages('aws_sqs', lastArnPart(first.eventSourceARN), first.messageId, records, sqsSender);
    case 'aws:sns': {
      const sns = recordOf(first.Sns);
      return messages('aws.sns', lastArnPart(sns.TopicArn), sns.MessageId, records, snsSender);
    }
    case 'aws:kinesis': {
      const stream = textOf(first.eventSourceARN)?.split('/').at(-1);
      return messages('aws.kinesis', stream, first.eventID, records, () => undefined);
    }
    case 'aws:ses':
      return { trigger: 'pubsub', attributes: { 'messaging.operation.type': 'process' } };
    case 'aws:s3':
      return { trigger: 'datasource', attributes: s3Attributes(first) };
    case 'aws:dynamodb':
      return { trigger: 'datasource', attributes: dynamoAttributes(first) };
    default:
      return undefined;
  }
}

function messages(
  system: string,
  destination: string | undefined,
  messageId: unknown,
  records: readonly UnknownRecord[],
  senderOf: (record: UnknownRecord) => SpanContext | undefined,
): EventDescription {
  return {
    trigger: 'pubsub',
    attributes: {
      'messaging.system': system,
      'messaging.destination.name': destination,
      'messaging.operation.type': 'process',
      'messaging.batch.message_count': records.length,
      'messaging.message.id': records.length === 1 ? textOf(messageId) : undefined,
    },
    links: records.map(senderOf).filter((sender) => sender !== undefined),
  };
}

function sqsSender(record: UnknownRecord): SpanContext | undefined {
  return contextIn(recordOf(record.messageAttributes), 'stringValue') ?? snsEnvelopeSender(record.body);
}

function snsSender(record: UnknownRecord): SpanContext | undefined {
  return contextIn(recordOf(recordOf(record.Sns).MessageAttributes), 'Value');
}

/** SNS that delivers to SQS without "raw delivery" wraps the message, attributes included, into the body. */
function snsEnvelopeSender(body: unknown): SpanContext | undefined {
  const text = textOf(body);
  if (!text?.includes('"Notification"') || !text.includes('traceparent')) return undefined;
  try {
    return contextIn(recordOf(recordOf(JSON.parse(text)).MessageAttributes), 'Value');
  } catch {
    return undefined;
  }
}

function contextIn(attributes: UnknownRecord, valueKey: string): SpanContext | undefined {
  const read = (name: string) => textOf(recordOf(attributes[name])[valueKey]);
  return parseTraceContext(read('traceparent'), read('tracestate'));
}

function s3Attributes(record: UnknownRecord): Attributes {
  const s3 = recordOf(record.s3);
  const name = textOf(record.eventName);
  return {
    'faas.document.collection': textOf(recordOf(s3.bucket).name),
    'faas.document.operation': name?.includes('Removed') ? 'delete' : 'insert',
    'faas.document.name': textOf(recordOf(s3.object).key),
    'faas.document.time': textOf(record.eventTime),
  };
}

const DYNAMO_OPERATIONS: UnknownRecord = { INSERT: 'insert', MODIFY: 'edit', REMOVE: 'delete' };

function dynamoAttributes(record: UnknownRecord): Attributes {
  // arn:aws:dynamodb:<region>:<account>:table/<name>/stream/<time>
  return {
    'faas.document.collection': textOf(record.eventSourceARN)?.split('/')[1],
    'faas.document.operation': textOf(DYNAMO_OPERATIONS[String(record.eventName)]),
  };
}
