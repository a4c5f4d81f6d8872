import type { SpanContext } from '@opentelemetry/api';
import { parseTraceContext } from '../trace/trace-context';
import { isRecord, recordOf, textOf, type UnknownRecord } from '../value';
import { parseXrayHeader } from './xray';

/**
 * The span that sent an SQS message: from its attributes, from what SNS or EventBridge wrapped around it, or else from
 * the X-Ray header that AWS's own services pass on.
 */
export function sqsSender(record: UnknownRecord): SpanContext | undefined {
  return (
    contextIn(recordOf(record.messageAttributes), 'stringValue') ??
    envelopeSender(record.body) ??
    parseXrayHeader(textOf(recordOf(record.attributes).AWSTraceHeader))
  );
}

/** The span that published an SNS message. */
export function snsSender(record: UnknownRecord): SpanContext | undefined {
  return contextIn(recordOf(recordOf(record.Sns).MessageAttributes), 'Value');
}

/** SNS without "raw delivery", and EventBridge, put the message with its attributes into the body. */
function envelopeSender(body: unknown): SpanContext | undefined {
  const text = textOf(body);
  if (!text?.includes('traceparent')) return undefined;
  try {
    const envelope = recordOf(JSON.parse(text));
    if (envelope.Type === 'Notification') return contextIn(recordOf(envelope.MessageAttributes), 'Value');
    const detail = textOf(envelope['detail-type']) ? envelope.detail : undefined;
    return isRecord(detail)
      ? parseTraceContext(textOf(detail.traceparent), textOf(detail.tracestate))
      : undefined;
  } catch {
    return undefined;
  }
}

/** Names in any case: `traceparent`, as OpenTelemetry writes it, is not the only spelling about. */
function contextIn(attributes: UnknownRecord, valueKey: string): SpanContext | undefined {
  const read = (wanted: string) => {
    const found = Object.entries(attributes).find(([name]) => name.toLowerCase() === wanted);
    return textOf(recordOf(found?.[1])[valueKey]);
  };
  return parseTraceContext(read('traceparent'), read('tracestate'));
}
