import type Database from 'better-sqlite3';
import type { InvocationRow, InvocationsQuery, Page } from '../store';
import { Conditions, contains, idBytes, type SqlValue } from './conditions';
import { INVOCATION_COLUMNS, type InvocationRecord } from './invocation-record';
import { type FunctionNaming, toInvocationRow } from './invocation-row';
import { readPage } from './page';

type NamedInvocation = InvocationRecord & FunctionNaming;

const COLUMNS = [
  ...INVOCATION_COLUMNS.map((column) => `i.${column}`),
  'f.name AS function_name',
  'f.region',
  'f.provider',
].join(', ');
const TABLES = 'invocation i JOIN function f ON f.id = i.function_id';

export interface InvocationQueries {
  invocations(query: InvocationsQuery): Page<InvocationRow>;
  /** All invocations of a trace, oldest first. */
  ofTrace(traceKey: Buffer, limit: number): readonly InvocationRow[];
}

export function prepareInvocations(db: Database.Database): InvocationQueries {
  const ofTrace = db
    .prepare<[Buffer, number], NamedInvocation>(
      `SELECT ${COLUMNS} FROM ${TABLES} WHERE i.trace_id = ? ORDER BY i.start_ns, i.span_id LIMIT ?`,
    )
    .safeIntegers();

  return {
    ofTrace: (traceKey, limit) => ofTrace.all(traceKey, limit).map(toInvocationRow),

    invocations: (query) =>
      readPage({
        list: 'invocations',
        shape: [0n, '', ''],
        query,
        positionOf: (row: NamedInvocation) => [
          row.start_ns,
          row.trace_id.toString('hex'),
          row.span_id.toString('hex'),
        ],
        read: (after, limit) => {
          const conditions = conditionsOf(query);
          if (after) {
            const [startNs = 0n, traceId, spanId] = after;
            conditions
              .and('i.start_ns <= ?', startNs)
              .and(
                '(i.start_ns, i.trace_id, i.span_id) < (?, ?, ?)',
                startNs,
                Buffer.from(String(traceId), 'hex'),
                Buffer.from(String(spanId), 'hex'),
              );
          }
          return db
            .prepare<SqlValue[], NamedInvocation>(
              `SELECT ${COLUMNS} FROM ${TABLES} ${conditions.where}
               ORDER BY i.start_ns DESC, i.trace_id DESC, i.span_id DESC LIMIT ?`,
            )
            .safeIntegers()
            .all(...conditions.values, limit);
        },
        toItems: (rows) => rows.map(toInvocationRow),
      }),
  };
}

function conditionsOf(query: InvocationsQuery): Conditions {
  const conditions = new Conditions()
    .within('i.start_ns', query.range)
    .andIf(query.environment, 'i.environment = ?')
    .andIf(query.functionId, 'i.function_id = ?')
    .andIf(query.outcome, 'i.outcome = ?');
  // Said as constants, so that the partial indexes apply.
  if (query.outcome !== undefined && query.outcome !== 'ok') conditions.and("i.outcome <> 'ok'");
  if (query.coldStart === true) conditions.and('i.cold_start = 1');
  if (query.coldStart === false) conditions.and('i.cold_start = 0');
  if (query.traceId !== undefined) conditions.and('i.trace_id = ?', idBytes(query.traceId, 32));
  if (query.minDurationMs !== undefined) {
    const ns = Math.ceil(Math.min(Math.max(query.minDurationMs, 0), 9e12) * 1e6);
    conditions.and('i.duration_ns >= ?', BigInt(ns));
  }
  if (query.q) {
    conditions.and(
      [
        contains('f.name'),
        contains("coalesce(i.error_type, '')"),
        contains("coalesce(i.error_message, '')"),
        'i.invocation_id = ?',
        'i.trace_id = ?',
      ].join(' OR '),
      query.q,
      query.q,
      query.q,
      query.q,
      idBytes(query.q, 32),
    );
  }
  return conditions;
}
