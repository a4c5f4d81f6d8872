export const MAP = 'Map(LowCardinality(String), String)';
const NAMED = 'LowCardinality(String)';
/** Columns as the exporter creates them: those read, and those that partition and sort the table. */
export const TRACES = `Timestamp DateTime64(9), TraceId String, SpanId String, ParentSpanId String, TraceState String,
  SpanName ${NAMED}, SpanKind ${NAMED}, ServiceName ${NAMED}, ResourceAttributes ${MAP}, ScopeName String,
  ScopeVersion String, SpanAttributes ${MAP}, Duration UInt64, StatusCode ${NAMED}, StatusMessage String,
  Events Nested (Timestamp DateTime64(9), Name ${NAMED}, Attributes ${MAP}),
  Links Nested (TraceId String, SpanId String, TraceState String, Attributes ${MAP})`;
export const LOGS = `Timestamp DateTime64(9), TimestampTime DateTime DEFAULT toDateTime(Timestamp), TraceId String, SpanId String,
  TraceFlags UInt8, SeverityText ${NAMED}, SeverityNumber UInt8, ServiceName ${NAMED}, Body String,
  ResourceAttributes ${MAP}, ScopeName String, ScopeVersion ${NAMED}, ScopeAttributes ${MAP}, LogAttributes ${MAP}`;

export const traceId = (number: number) => number.toString(16).padStart(32, '0');
export const spanId = (number: number) => number.toString(16).padStart(16, '0');
const timestamp = (ms: number, nanos = 0) =>
  `${Math.floor(ms / 1000)}.${String(ms % 1000).padStart(3, '0')}${String(nanos).padStart(6, '0')}`;

const RESOURCE = {
  'service.name': 'checkout',
  'faas.name': 'checkout',
  'cloud.provider': 'aws',
  'cloud.platform': 'aws_lambda',
  'cloud.region': 'eu-west-1',
  'cloud.account.id': '123456789012',
  'faas.max_memory': '134217728',
};

export const FAILED = { StatusCode: 'Error', StatusMessage: 'declined' };

export function span(number: number, atMs: number) {
  return {
    Timestamp: timestamp(atMs),
    TraceId: traceId(number),
    SpanId: spanId(number),
    SpanName: 'checkout',
    SpanKind: 'Server',
    ServiceName: 'checkout',
    ResourceAttributes: RESOURCE,
    SpanAttributes: {
      'faas.coldstart': 'true',
      'faas.invocation_id': `request-${number}`,
      'faas.trigger': 'http',
    },
    Duration: '250000000',
    StatusCode: 'Unset',
  };
}

export function child(number: number, atMs: number) {
  return {
    ...span(number, atMs),
    SpanId: spanId(100 + number),
    ParentSpanId: spanId(number),
    SpanName: 'charge card',
    SpanKind: 'Client',
    ScopeName: 'lib',
    ScopeVersion: '1.2',
    SpanAttributes: { 'http.response.status_code': '200' },
    'Events.Timestamp': [timestamp(atMs, 7_000)],
    'Events.Name': ['retry'],
    'Events.Attributes': [{ attempt: '2' }],
    'Links.TraceId': [traceId(9)],
    'Links.SpanId': [spanId(9)],
    'Links.TraceState': [''],
    'Links.Attributes': [{ why: 'batch' }],
  };
}

export function line(body: string, atMs: number, number?: number) {
  return {
    Timestamp: timestamp(atMs),
    TraceId: number === undefined ? '' : traceId(number),
    SpanId: number === undefined ? '' : spanId(number),
    SeverityText: 'INFO',
    SeverityNumber: 9,
    ServiceName: 'checkout',
    Body: body,
    ResourceAttributes: RESOURCE,
    LogAttributes: { key: 'value' },
  };
}
