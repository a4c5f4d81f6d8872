import { firstNs, nsToDurationMs, nsToTimeMs } from '../derive/times';
import { byNameAndId } from '../derive/trace-summary';
import type { Page, TraceRow, TracesQuery } from '../store';
import type { Connection } from './connection';
import { readPage } from './page';
import { Conditions, contains, idText } from './statement';

interface TraceRecord {
  readonly trace_id: string;
  readonly start: string;
  readonly duration: string;
  readonly root: string;
  readonly spans: number;
  readonly errors: number;
  readonly functions: readonly (readonly [id: string, name: string, environment: string, region: string])[];
  readonly paid: string | null;
}

const SELECT = `SELECT t.trace_id AS trace_id, t.start_ns AS start, t.duration_ns AS duration, t.root_name AS root,
  t.span_count AS spans, t.error_count AS errors, t.cost AS paid,
  arrayDistinct(arrayZip(t.\`inv.function_id\`, t.\`inv.function_name\`, t.\`inv.environment\`, t.\`inv.region\`)) AS functions
  FROM trace AS t FINAL`;

export function prepareTraces(connection: Connection): (query: TracesQuery) => Promise<Page<TraceRow>> {
  const exists = async (traceId: string): Promise<boolean> => {
    const conditions = new Conditions().and('trace_id = ?', traceId).and('span_count > 0');
    const found = await connection.ask(`SELECT 1 FROM trace FINAL ${conditions.where}`, conditions.values);
    return found.length > 0;
  };

  return async (query) => {
    const typed = idText(query.q ?? '', 32);
    const named = typed !== null && (await exists(typed)) ? typed : null;
    return readPage({
      list: 'traces',
      shape: [0n, ''],
      query,
      positionOf: (row: TraceRecord) => [BigInt(row.start), row.trace_id],
      read: (after, limit) => {
        const conditions = conditionsOf(query);
        if (named !== null) conditions.and('t.trace_id = ?', named);
        else if (query.q) conditions.and(contains('t.root_name'), query.q);
        if (after) {
          const [startNs = 0n, traceId = ''] = after;
          conditions.and('(t.start_ns, t.trace_id) < (?, ?)', BigInt(startNs), String(traceId));
        }
        return connection.ask<TraceRecord>(
          `${SELECT} ${conditions.where} ORDER BY t.start_ns DESC, t.trace_id DESC LIMIT ${limit}`,
          conditions.values,
        );
      },
      toItems: async (rows) => rows.map(toRow),
    });
  };
}

function conditionsOf(query: TracesQuery): Conditions {
  const { range, environment, functionId, attribute, minDurationMs, maxDurationMs } = query;
  const conditions = new Conditions()
    // Without spans it is a trace that only log records name.
    .and('t.span_count > 0')
    .happened('t.start_ns', range)
    .andIf(functionId, 'has(t.`inv.function_id`, ?)')
    .andIf(query.rootName, 't.root_name = ?')
    .andIf(query.minCost, 't.cost >= ?');
  if (minDurationMs !== undefined) conditions.and('t.duration_ns >= ?', firstNs(minDurationMs));
  if (maxDurationMs !== undefined) conditions.and('t.duration_ns < ?', firstNs(maxDurationMs));
  if (query.withoutErrors) conditions.and('t.error_count = 0');
  if (environment !== undefined) {
    // A trace may come from outside and pass through functions of the environment.
    conditions.and('t.environment = ? OR has(t.`inv.environment`, ?)', environment, environment);
  }
  if (query.errorsOnly) conditions.and('t.error_count > 0');
  if (attribute) {
    const { key, value } = attribute;
    const within = query.confined ? [environment ?? ''] : [];
    conditions.and(
      `t.trace_id IN (SELECT trace_id FROM span FINAL
        WHERE mapContains(texts, ?) AND texts[?] = ?${within.length === 0 ? '' : ' AND environment = ?'})`,
      key,
      key,
      value,
      ...within,
    );
  }
  if (query.confined && query.minCost !== undefined)
    conditions.and('arrayAll(one -> one = ?, t.`inv.environment`)', environment ?? '');
  return conditions;
}

function toRow(record: TraceRecord): TraceRow {
  return {
    traceId: record.trace_id,
    rootName: record.root,
    startTime: nsToTimeMs(BigInt(record.start)),
    durationMs: nsToDurationMs(BigInt(record.duration)),
    spanCount: record.spans,
    errorCount: record.errors,
    functions: record.functions
      .map(([id, name, environment, region]) => ({ id, name, environment, region }))
      .sort(byNameAndId),
    cost: record.paid === null ? null : BigInt(record.paid),
  };
}
