import { errorOfLog, mayBeError } from '../../model/errors/from-log';
import type { LogRecord } from '../../model/telemetry';
import { resourceFacts } from '../derive/resource-facts';
import type { InternResource } from '../derive/resource-pool';
import { resourceText } from '../derive/span-versions';
import { wordsOf } from '../derive/words';
import type { InsertRow } from './connection';
import { hashOf, textsOf, wellFormed } from './text';

/** Columns of `log` that a record is made of again. */
export const LOG_COLUMNS =
  'id, time_ns, time_is_receipt, repeat, severity, severity_text, body, attributes, trace_id, span_id, resource, ' +
  'scope_name, service, origin';

export interface LogRecordRow {
  readonly id: string;
  readonly time_ns: string;
  readonly time_is_receipt: number;
  readonly repeat: number;
  readonly severity: number;
  readonly severity_text: string;
  readonly body: string;
  readonly attributes: string;
  readonly trace_id: string;
  readonly span_id: string;
  readonly resource: string;
  readonly scope_name: string;
  readonly service: string;
  readonly origin: string;
}

/**
 * What tells a record from all others: a hash of all that was sent, without the time when that is the time of receipt.
 * 128 bits, so that no two of a trillion records are likely to have one.
 */
export function logId(log: LogRecord): string {
  const parts = [
    log.timeIsReceipt ? '' : log.timeNs.toString(),
    log.repeat ?? 0,
    log.severity,
    log.severityText,
    log.body,
    JSON.stringify(log.attributes),
    log.traceId,
    log.spanId,
    resourceText(log.resource),
    log.scope.name,
  ];
  return hashOf(JSON.stringify(parts), 32);
}

export function toLogRecordRow(log: LogRecord, id: string): InsertRow {
  const { service, environment, originHex } = resourceFacts(log.resource);
  return {
    time_ns: log.timeNs.toString(),
    id,
    time_is_receipt: Number(log.timeIsReceipt ?? false),
    repeat: log.repeat ?? 0,
    severity: log.severity,
    severity_text: wellFormed(log.severityText),
    body: wellFormed(log.body),
    words: wordsOf(wellFormed(log.body)),
    attributes: JSON.stringify(log.attributes),
    texts: textsOf(log.attributes),
    trace_id: log.traceId ?? '',
    span_id: log.spanId ?? '',
    resource: JSON.stringify(log.resource.attributes),
    scope_name: wellFormed(log.scope.name),
    service: wellFormed(service),
    environment: wellFormed(environment),
    origin: originHex,
    reports_error: Number(errorOfLog(log) !== null),
    may_be_error: Number(mayBeError(log)),
  };
}

export function toLog(row: LogRecordRow, intern: InternResource): LogRecord {
  return {
    timeNs: BigInt(row.time_ns),
    ...(row.time_is_receipt === 1 && { timeIsReceipt: true }),
    ...(row.repeat > 0 && { repeat: row.repeat }),
    severity: row.severity,
    severityText: row.severity_text,
    body: row.body,
    attributes: JSON.parse(row.attributes),
    traceId: row.trace_id || null,
    spanId: row.span_id || null,
    resource: intern({ attributes: JSON.parse(row.resource) }),
    scope: { name: row.scope_name, version: '', attributes: {} },
  };
}
