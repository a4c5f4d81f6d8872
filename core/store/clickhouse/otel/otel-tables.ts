import type { Attributes } from '../../../model/attributes';
import type { TimeRange } from '../../../model/time-range';
import type { OtelLogRow, OtelSignal, OtelSpanRow, OtelTables } from '../../otel-tables';
import { createClickHouseBulletin } from '../bulletin';
import type { Connection } from '../connection';
import { type AnsweredJson, attributesOfJson, jsonOf } from './json-attributes';
import { isJson, requireColumns, TABLES, type TableColumns } from './table-columns';

/** Equal rows have equal ones, so that none are parted by a limit. */
const TIE = {
  traces: 'cityHash64(TraceId, SpanId)',
  logs: 'cityHash64(TraceId, SpanId, SeverityNumber, SeverityText, Body, toString(LogAttributes), toString(ResourceAttributes))',
} as const;

const nanos = (column: string) => `toString(toUnixTimestamp64Nano(${column}))`;

const SPAN = [
  'ParentSpanId AS parentSpanId',
  'TraceState AS traceState',
  'SpanName AS name',
  'SpanKind AS kind',
  'toString(Duration) AS duration',
  'StatusCode AS status',
  'StatusMessage AS statusMessage',
  `arrayMap(time -> ${nanos('time')}, Events.Timestamp) AS eventTimes`,
  'Events.Name AS eventNames',
  'Links.TraceId AS linkTraceIds',
  'Links.SpanId AS linkSpanIds',
];
const LOG = ['SeverityNumber AS severity', 'SeverityText AS severityText', 'Body AS body'];

/**
 * The tables of the exporter in `database`, on the server of the connection, where Faaslens keeps its own database.
 * The name is one that settings allow: letters, digits and _.
 */
export function createOtelTables(connection: Connection, database: string): OtelTables {
  const columnsOf = (signal: OtelSignal) => requireColumns(connection, database, signal);
  const from = (signal: OtelSignal) => `FROM \`${database}\`.${TABLES[signal]}`;

  return {
    async counts(signal, range, stepMs) {
      const rows = await connection.ask<{ at: string; rows: string }>(
        `SELECT intDiv(toUnixTimestamp64Milli(Timestamp), ${stepMs}) * ${stepMs} AS at, count() AS rows
         ${from(signal)} WHERE ${within(range, await columnsOf(signal))} GROUP BY at ORDER BY at`,
      );
      return rows.map((row) => ({ atMs: Number(row.at), rows: Number(row.rows) }));
    },
    async newest(signal, range) {
      const [row] = await connection.ask<{ rows: string; ms: string }>(
        `SELECT count() AS rows, toUnixTimestamp64Milli(max(Timestamp)) AS ms
         ${from(signal)} WHERE ${within(range, await columnsOf(signal))}`,
      );
      return row === undefined || Number(row.rows) === 0 ? null : Number(row.ms);
    },
    async rows(signal, range, limit, after) {
      const columns = await columnsOf(signal);
      const behind =
        after === undefined
          ? ''
          : `AND (toUnixTimestamp64Nano(Timestamp), ${TIE[signal]}) > (${BigInt(after.timeNs)}, ${BigInt(after.tie)})`;
      const answered = await connection.ask<AnsweredRow>(
        `SELECT ${[...commonColumns(signal, columns), ...ownColumns(signal, columns)].join(', ')}
         ${from(signal)} WHERE ${within(range, columns)} ${behind}
         ORDER BY Timestamp, ${TIE[signal]} LIMIT ${limit} WITH TIES`,
      );
      const rows: readonly unknown[] = answered.map(withAttributes);
      return signal === 'traces'
        ? { signal, rows: rows as readonly OtelSpanRow[] }
        : { signal, rows: rows as readonly OtelLogRow[] };
    },
    progress: (signal) => createClickHouseBulletin(connection, `read ${database}.${TABLES[signal]}`),
    close: () => connection.close(),
  };
}

type AnsweredAttributes = Attributes | AnsweredJson;
type AnsweredRow = Readonly<Record<string, unknown>> & {
  readonly resource: AnsweredAttributes;
  readonly attributes: AnsweredAttributes;
  readonly eventAttributes?: readonly AnsweredAttributes[];
  readonly linkAttributes?: readonly AnsweredAttributes[];
};

function withAttributes({ resource, attributes, eventAttributes, linkAttributes, ...row }: AnsweredRow) {
  return {
    ...row,
    resource: toAttributes(resource),
    attributes: toAttributes(attributes),
    ...(eventAttributes && { eventAttributes: eventAttributes.map(toAttributes) }),
    ...(linkAttributes && { linkAttributes: linkAttributes.map(toAttributes) }),
  };
}

function toAttributes(answered: AnsweredAttributes): Attributes {
  return isAnsweredJson(answered) ? attributesOfJson(answered) : answered;
}

function isAnsweredJson(answered: AnsweredAttributes): answered is AnsweredJson {
  return Array.isArray(answered);
}

function attributesIn(column: string, columns: TableColumns): string {
  return isJson(columns, column) ? jsonOf(column) : column;
}

function listOfAttributesIn(column: string, columns: TableColumns): string {
  return isJson(columns, column) ? `arrayMap(one -> ${jsonOf('one')}, ${column})` : column;
}

function commonColumns(signal: OtelSignal, columns: TableColumns): readonly string[] {
  const own = signal === 'traces' ? 'SpanAttributes' : 'LogAttributes';
  return [
    `${nanos('Timestamp')} AS timeNs`,
    `toString(${TIE[signal]}) AS tie`,
    'TraceId AS traceId',
    'SpanId AS spanId',
    'ServiceName AS service',
    `${attributesIn('ResourceAttributes', columns)} AS resource`,
    orEmpty('ScopeName', columns, 'scopeName'),
    orEmpty('ScopeVersion', columns, 'scopeVersion'),
    `${attributesIn(own, columns)} AS attributes`,
  ];
}

function ownColumns(signal: OtelSignal, columns: TableColumns): readonly string[] {
  if (signal === 'logs') return [...LOG, orEmpty('EventName', columns, 'eventName')];
  return [
    ...SPAN,
    `${listOfAttributesIn('Events.Attributes', columns)} AS eventAttributes`,
    `${listOfAttributesIn('Links.Attributes', columns)} AS linkAttributes`,
  ];
}

/** Some versions of the exporter have it. */
function orEmpty(column: string, columns: TableColumns, name: string): string {
  return `${columns.has(column) ? column : "''"} AS ${name}`;
}

/** Where log records are parted by a time in seconds, it is named too: else every day would be looked at. */
function within({ fromMs, toMs }: TimeRange, columns: TableColumns): string {
  const time = (ms: number) => `fromUnixTimestamp64Milli(toInt64(${Math.trunc(ms)}))`;
  const seconds = (ms: number) => `toDateTime(${Math.floor(ms / 1000)})`;
  const exact = `Timestamp >= ${time(fromMs)} AND Timestamp < ${time(toMs)}`;
  return columns.has('TimestampTime')
    ? `${exact} AND TimestampTime >= ${seconds(fromMs)} AND TimestampTime <= ${seconds(toMs)}`
    : exact;
}
