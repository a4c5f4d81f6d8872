import type { Attributes } from '@/core/model/attributes';
import type { LogRecord, Resource, Scope } from '@/core/model/telemetry';
import { MAX_LOG_BODY_BYTES, MAX_TIME_NS } from '../otlp/limits';
import { cutText } from '../otlp/text';
import type { LineFacts } from './function-line';

/** A log line of a platform feed, before conversion to the model. */
export interface FeedLine {
  /** Milliseconds since the epoch; null when the feed gave no readable time. */
  readonly timeMs: number | null;
  readonly text: string;
  readonly facts: LineFacts;
  readonly attributes: Attributes;
}

/** Converts a line to the model; its request id becomes `faas.invocation_id`. */
export function toFeedLog(line: FeedLine, resource: Resource, scope: Scope, receivedNs: bigint): LogRecord {
  const { timeMs, text, facts, attributes } = line;
  const { severity, severityText, requestId } = facts;
  return {
    timeNs: timeMs === null ? receivedNs : nanoseconds(timeMs),
    timeIsReceipt: timeMs === null,
    severity,
    severityText,
    body: cutText(text, MAX_LOG_BODY_BYTES),
    attributes: requestId === null ? attributes : { ...attributes, 'faas.invocation_id': requestId },
    traceId: null,
    spanId: null,
    resource,
    scope,
  };
}

/** `value` if it is a plausible time in milliseconds, else null. */
export function plausibleTimeMs(value: unknown): number | null {
  return typeof value === 'number' && value > 0 && value < Number.MAX_SAFE_INTEGER ? value : null;
}

function nanoseconds(timeMs: number): bigint {
  const time = BigInt(Math.round(timeMs)) * 1_000_000n;
  return time > MAX_TIME_NS ? MAX_TIME_NS : time;
}
