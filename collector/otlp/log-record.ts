import type { AttributeValue } from '@/core/model/attributes';
import type { LogRecord, Resource, Scope } from '@/core/model/telemetry';
import { severity } from './enums';
import { isId } from './ids';
import { MAX_LOG_BODY_BYTES } from './limits';
import type { RawLog } from './raw';
import { storable } from './span';
import { cutText } from './text';

/** The attribute that keeps the record's event name; older senders use it for the same purpose. */
const EVENT_NAME = 'event.name';

/**
 * Converts a record to the model. Its time is its own, else the observed one, else the time of receipt. Invalid ids are
 * dropped and the record is kept; a span id without a trace id is dropped too. The record counts as the first of identical
 * ones.
 */
export function toLogRecord(raw: RawLog, resource: Resource, scope: Scope, receivedNs: bigint): LogRecord {
  const traceId = isId(raw.traceId, 16) ? raw.traceId : null;
  const addsName = raw.eventName !== '' && raw.attributes[EVENT_NAME] === undefined;
  const sentNs = storable(raw.timeNs) || storable(raw.observedNs);
  return {
    timeNs: sentNs || receivedNs,
    timeIsReceipt: sentNs === 0n,
    repeat: 0,
    severity: severity(raw.severity),
    severityText: raw.severityText,
    body: raw.body,
    attributes: addsName ? withEventName(raw) : raw.attributes,
    traceId,
    spanId: traceId !== null && isId(raw.spanId, 8) ? raw.spanId : null,
    resource,
    scope,
  };
}

/** A body as text: strings unchanged, lists and maps as JSON, '' when absent. */
export function bodyText(body: AttributeValue): string {
  if (body === null) return '';
  return cutText(typeof body === 'string' ? body : JSON.stringify(body), MAX_LOG_BODY_BYTES);
}

function withEventName({ attributes, eventName }: RawLog): LogRecord['attributes'] {
  return Object.assign(Object.create(null), attributes, { [EVENT_NAME]: eventName });
}
