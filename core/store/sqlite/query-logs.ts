import type Database from 'better-sqlite3';
import type { LogRow, LogsQuery, Page } from '../store';
import { Conditions, idBytes, type SqlValue } from './conditions';
import { toFtsQuery } from './fts-query';
import { prepareLogFunctions } from './log-functions';
import { readPage } from './page';
import { msToNs, nsToTimeMs } from './values';

interface LogRecordRow {
  readonly id: bigint;
  readonly time_ns: bigint;
  readonly severity: bigint;
  readonly severity_text: string;
  readonly body: string;
  readonly attributes: string;
  readonly trace_id: Buffer | null;
  readonly span_id: Buffer | null;
  readonly origin: Buffer;
  readonly service: string;
}

const COLUMNS =
  'l.id, l.time_ns, l.severity, l.severity_text, l.body, l.attributes, l.trace_id, l.span_id, l.origin, r.service';

export function prepareLogs(db: Database.Database): (query: LogsQuery) => Page<LogRow> {
  const functions = prepareLogFunctions(db);

  const idsWithin = db
    .prepare<[bigint, bigint], { first: bigint | null; last: bigint | null }>(
      'SELECT min(id) AS first, max(id) AS last FROM log_record WHERE time_ns >= ? AND time_ns < ?',
    )
    .safeIntegers();

  /** The words occur anywhere in time: without bounds for its rows, the index would give every match there is. */
  const restrictText = (conditions: Conditions, text: string, { fromMs, toMs }: LogsQuery['range']): void => {
    const { first = null, last = null } = idsWithin.get(msToNs(fromMs), msToNs(toMs)) ?? {};
    conditions.and('log_text MATCH ?', text);
    conditions.and('log_text.rowid >= ? AND log_text.rowid <= ?', first ?? 1n, last ?? 0n);
  };

  const toRow = (record: LogRecordRow): LogRow => {
    const owner = functions.ownerOf(record.origin, record.trace_id);
    return {
      id: record.id.toString(),
      time: nsToTimeMs(record.time_ns),
      severity: Number(record.severity),
      severityText: record.severity_text,
      body: record.body,
      service: record.service,
      functionId: owner?.id ?? null,
      functionName: owner?.name ?? null,
      traceId: record.trace_id?.toString('hex') ?? null,
      spanId: record.span_id?.toString('hex') ?? null,
      attributes: JSON.parse(record.attributes),
    };
  };

  return (query) =>
    readPage({
      list: 'logs',
      shape: [0n, 0n],
      query,
      positionOf: (row: LogRecordRow) => [row.time_ns, row.id],
      read: (after, limit) => {
        const conditions = conditionsOf(query);
        if (query.functionId !== undefined) functions.restrict(conditions, query.functionId);
        if (after) {
          const [timeNs = 0n, id = 0n] = after;
          conditions.and('l.time_ns <= ?', timeNs).and('(l.time_ns, l.id) < (?, ?)', timeNs, id);
        }
        const text = toFtsQuery(query.q ?? '');
        if (text !== null) restrictText(conditions, text, query.range);
        return db
          .prepare<SqlValue[], LogRecordRow>(
            `SELECT ${COLUMNS} FROM ${text === null ? '' : 'log_text JOIN'} log_record l
             ${text === null ? '' : 'ON l.id = log_text.rowid'} JOIN resource r ON r.id = l.resource_id
             ${conditions.where} ORDER BY l.time_ns DESC, l.id DESC LIMIT ?`,
          )
          .safeIntegers()
          .all(...conditions.values, limit);
      },
      toItems: (rows) => rows.map(toRow),
    });
}

function conditionsOf({ range, environment, traceId, spanId, minSeverity }: LogsQuery): Conditions {
  const conditions = new Conditions()
    .within('l.time_ns', range)
    .andIf(environment, 'l.environment = ?')
    .andIf(minSeverity, 'l.severity >= ?');
  if (traceId !== undefined) conditions.and('l.trace_id = ?', idBytes(traceId, 32));
  if (spanId !== undefined) conditions.and('l.span_id = ?', idBytes(spanId, 16));
  return conditions;
}
