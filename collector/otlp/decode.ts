import type { LogRecord, Resource, Scope, Span } from '@/core/model/telemetry';
import { malformed, Refusal } from './errors';
import { isNoId } from './ids';
import { type JsonNames, readEnvelope as readJsonEnvelope } from './json-envelope';
import { readLog as readJsonLog } from './json-logs';
import { readSpan as readJsonSpan } from './json-spans';
import { toLogRecord } from './log-record';
import { readEnvelope as readProtoEnvelope } from './proto-envelope';
import { readLog as readProtoLog } from './proto-logs';
import { ProtoReader } from './proto-reader';
import { readSpan as readProtoSpan } from './proto-spans';
import type { RawLog, RawSpan } from './raw';
import { type Rejected, Tally } from './rejections';
import { Repeats } from './repeats';
import { toSpan } from './span';

export type Encoding = 'protobuf' | 'json';

const TRACE_ID_DIGITS = 32;

const SPAN_NAMES: JsonNames = {
  resources: 'resourceSpans',
  scopes: 'scopeSpans',
  records: 'spans',
  strangers: { resourceLogs: '/v1/logs', resourceMetrics: '/v1/metrics' },
};
const LOG_NAMES: JsonNames = {
  resources: 'resourceLogs',
  scopes: 'scopeLogs',
  records: 'logRecords',
  strangers: { resourceSpans: '/v1/traces', resourceMetrics: '/v1/metrics' },
};

/**
 * Decodes an OTLP ExportTraceServiceRequest; an empty body is an empty request. Spans without a valid trace or span id are
 * dropped and counted in `rejected`. `receivedNs` replaces missing times.
 * @throws FaaslensError `invalid_input` when the body is not in this encoding or of this signal, `too_large` when it holds
 * more spans, events and links than a body may.
 */
export function decodeTraces(
  body: Uint8Array,
  encoding: Encoding,
  receivedNs: bigint,
): { readonly spans: readonly Span[]; readonly rejected: Rejected } {
  const tally = new Tally('spans');
  const spans: Span[] = [];
  let strange = 0;
  const keep = (raw: RawSpan, resource: Resource, scope: Scope) => {
    if (raw.traceId !== '' && raw.traceId.length !== TRACE_ID_DIGITS) strange += 1;
    try {
      spans.push(toSpan(raw, resource, scope, receivedNs));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      tally.refuse(error.message);
    }
  };
  if (body.length > 0 && encoding === 'json') {
    readJsonEnvelope(body, SPAN_NAMES, tally, (record, resource, scope) =>
      keep(readJsonSpan(record, tally), resource, scope),
    );
  } else {
    readProtoEnvelope(new ProtoReader(body), (reader, resource, scope) =>
      keep(readProtoSpan(reader, tally), resource, scope),
    );
    // The wire format does not name the signal: a metric's name looks like an id of the wrong length.
    if (strange > 0 && spans.length === 0)
      throw malformed(`${tally.rejected().message}; if these are metrics, send them to /v1/metrics`);
  }
  return { spans, rejected: tally.rejected() };
}

/**
 * Decodes an OTLP ExportLogsServiceRequest under the same rules; records with invalid ids are kept without them, and
 * identical ones are numbered.
 */
export function decodeLogs(
  body: Uint8Array,
  encoding: Encoding,
  receivedNs: bigint,
): { readonly logs: readonly LogRecord[]; readonly rejected: Rejected } {
  const tally = new Tally('log records');
  const logs: LogRecord[] = [];
  const repeats = new Repeats();
  const keep = (raw: RawLog, resource: Resource, scope: Scope) => {
    const log = toLogRecord(raw, resource, scope, receivedNs);
    if ((log.traceId === null && !isNoId(raw.traceId)) || (log.spanId === null && !isNoId(raw.spanId)))
      tally.warn('log records with a broken traceId or spanId are kept without it');
    const repeat = repeats.next(log);
    logs.push(repeat === 0 ? log : { ...log, repeat });
  };
  if (body.length > 0 && encoding === 'json') {
    readJsonEnvelope(body, LOG_NAMES, tally, (record, resource, scope) =>
      keep(readJsonLog(record, tally), resource, scope),
    );
  } else {
    readProtoEnvelope(new ProtoReader(body), (reader, resource, scope) =>
      keep(readProtoLog(reader, tally), resource, scope),
    );
  }
  return { logs, rejected: tally.rejected() };
}
