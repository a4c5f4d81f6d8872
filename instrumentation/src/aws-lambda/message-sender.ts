import type { SpanContext } from '@opentelemetry/api';
import type { Sender } from '../platform';
import { parseTraceContext, readTraceContext } from '../trace/trace-context';
import { at, isRecord, recordOf, textAt, textOf, type UnknownRecord } from '../value';

/**
 * The span that sent an SQS message: from its attributes, from what SNS or EventBridge wrapped around it, or else from
 * the X-Ray header that AWS's own services pass on.
 */
export function sqsSender(message: UnknownRecord): Sender | undefined {
  return (
    attributeSender(message.messageAttributes, 'stringValue') ??
    envelopeSender(textOf(message.body)) ??
    xraySender(textAt(message, 'attributes.AWSTraceHeader'))
  );
}

/** The span that published an SNS message. */
export const snsSender = (message: UnknownRecord): SpanContext | undefined =>
  attributeSender(at(message, 'Sns.MessageAttributes'), 'Value');

// `{"traceparent":` in base64: `traceMessages` puts it ahead of a record's own fields.
const MARKED = 'eyJ0cmFjZXBhcmVudCI6';

/** The span that put a Kinesis record, where it wrote its context into the data. */
export function kinesisSender(record: UnknownRecord): SpanContext | undefined {
  const data = textAt(record, 'kinesis.data');
  if (!data?.startsWith(MARKED)) return undefined;
  const [, traceparent, tracestate] =
    /^{"traceparent":"([^"]*)"(?:,"tracestate":"([^"]*)")?/.exec(atob(data.slice(0, 1024))) ?? [];
  return parseTraceContext(traceparent, tracestate);
}

/** Kafka's headers are `[{name: [byte, ...]}]`, as they came over the wire. */
export function kafkaSender({ headers }: UnknownRecord): SpanContext | undefined {
  if (!Array.isArray(headers)) return undefined;
  return readTraceContext((wanted) => {
    for (const header of headers) {
      const bytes = withName(header, wanted);
      if (Array.isArray(bytes)) return String.fromCharCode(...bytes.slice(0, 1024).map(Number));
    }
    return undefined;
  });
}

/** The span that put an EventBridge event, by its own fields in the detail. */
export const detailSender = (event: UnknownRecord): SpanContext | undefined =>
  readTraceContext((name) => textAt(event, `detail.${name}`));

/** SNS without "raw delivery", and EventBridge, put the message with its attributes into the body. */
function envelopeSender(body = ''): SpanContext | undefined {
  if (!/traceparent/i.test(body)) return undefined;
  try {
    const envelope = recordOf(JSON.parse(body));
    return envelope.Type === 'Notification'
      ? attributeSender(envelope.MessageAttributes, 'Value')
      : textOf(envelope['detail-type']) === undefined
        ? undefined
        : detailSender(envelope);
  } catch {
    return undefined;
  }
}

const attributeSender = (attributes: unknown, valueKey: string): SpanContext | undefined =>
  readTraceContext((name) => textOf(recordOf(withName(attributes, name))[valueKey]));

/** The field of that name in any case: `traceparent`, as OpenTelemetry writes it, is not the only spelling about. */
function withName(fields: unknown, wanted: string): unknown {
  return isRecord(fields)
    ? Object.entries(fields).find(([name]) => name.toLowerCase() === wanted)?.[1]
    : undefined;
}

/**
 * The span in an X-Ray header, `Root=1-<time>-<id>;Parent=<id>;Sampled=<0|1>`; `undefined` when it names none, as the
 * header of a load balancer does.
 */
function xraySender(header = ''): Sender | undefined {
  const [, time, rest] = /Root=1-([0-9a-f]{8})-([0-9a-f]{24})/i.exec(header) ?? [];
  const parent = /Parent=([0-9a-f]{16})/i.exec(header)?.[1];
  if (time === undefined || parent === undefined) return undefined;
  return {
    traceId: `${time}${rest}`.toLowerCase(),
    spanId: parent.toLowerCase(),
    traceFlags: header.includes('Sampled=1') ? 1 : 0,
    isRemote: true,
    isOfXray: true,
  };
}
