import { FaaslensError } from '../../../errors';
import type { OtelSignal } from '../../otel-tables';
import type { Connection } from '../connection';

export const TABLES = { traces: 'otel_traces', logs: 'otel_logs' } as const satisfies Record<
  OtelSignal,
  string
>;

/** What every version of the exporter's tables has; text unless said otherwise. */
const TIME = 'Timestamp';
/** Maps of texts, or JSON. */
const ATTRIBUTES = {
  traces: ['ResourceAttributes', 'SpanAttributes'],
  logs: ['ResourceAttributes', 'LogAttributes'],
} as const;
const OTHERS = {
  traces: [
    'TraceId',
    'SpanId',
    'ParentSpanId',
    'TraceState',
    'SpanName',
    'SpanKind',
    'ServiceName',
    'Duration',
    'StatusCode',
    'StatusMessage',
    'Events.Timestamp',
    'Events.Name',
    'Events.Attributes',
    'Links.TraceId',
    'Links.SpanId',
    'Links.Attributes',
  ],
  logs: ['TraceId', 'SpanId', 'SeverityText', 'SeverityNumber', 'ServiceName', 'Body'],
} as const;

/** The columns of a table of the exporter by their names, with their types. */
export type TableColumns = ReadonlyMap<string, string>;

export function isJson(columns: TableColumns, name: string): boolean {
  return /^(?:Array\()?JSON\b/.test(columns.get(name) ?? '');
}

/**
 * The columns of the table, with all that are needed among them.
 * @throws FaaslensError `invalid_input` when it is not there, or is not as the exporter makes it
 */
export async function requireColumns(
  connection: Pick<Connection, 'ask'>,
  database: string,
  signal: OtelSignal,
): Promise<TableColumns> {
  const table = TABLES[signal];
  const columns = await connection.ask<{ name: string; type: string }>(
    `SELECT name, type FROM system.columns WHERE database = '${database}' AND table = '${table}'`,
  );
  const types = new Map(columns.map(({ name, type }) => [name, type]));
  const wrong = (what: string) =>
    new FaaslensError('invalid_input', `FAASLENS_OTEL_TABLES=${database}: ${what}`);
  if (types.size === 0)
    throw wrong(
      `there is no table ${table} in this database, or the user may not read it: the OpenTelemetry Collector makes it at its start`,
    );
  const missing = [TIME, ...ATTRIBUTES[signal], ...OTHERS[signal]].filter((name) => !types.has(name));
  if (missing.length > 0)
    throw wrong(`${table} lacks ${missing.join(', ')}: let a current exporter make the table`);
  if (!types.get(TIME)?.startsWith('DateTime64('))
    throw wrong(`${table}.${TIME} is ${types.get(TIME)}: it must be DateTime64(9)`);
  for (const name of ATTRIBUTES[signal])
    if (!types.get(name)?.startsWith('Map(') && !isJson(types, name))
      throw wrong(
        `${table}.${name} is ${types.get(name)}: only maps of texts and JSON can be read; let a current exporter make the table`,
      );
  return types;
}
