import type Database from 'better-sqlite3';
import type { Page, TraceRow, TracesQuery } from '../store';
import { Conditions, contains, idBytes, type SqlValue } from './conditions';
import { readPage } from './page';
import { nsToDurationMs, nsToTimeMs } from './values';

interface TraceRecord {
  readonly trace_id: Buffer;
  readonly start_ns: bigint;
  readonly end_ns: bigint;
  readonly root_name: string;
  readonly span_count: bigint;
  readonly error_count: bigint;
}

export function prepareTraces(db: Database.Database): (query: TracesQuery) => Page<TraceRow> {
  const functionsOf = db
    .prepare<[Buffer], string>(
      `SELECT DISTINCT f.name FROM invocation i JOIN function f ON f.id = i.function_id WHERE i.trace_id = ?`,
    )
    .pluck();
  // In halves, because a sum beyond 64 bits would fail the list.
  const costHalves = db
    .prepare<[Buffer], { high: bigint | null; low: bigint | null }>(
      `SELECT sum(cost_pico_usd >> 32) AS high, sum(cost_pico_usd & 4294967295) AS low
       FROM invocation WHERE trace_id = ?`,
    )
    .safeIntegers();
  const costOf = (traceKey: Buffer): bigint | null => {
    const { high = null, low = null } = costHalves.get(traceKey) ?? {};
    return high === null || low === null ? null : (high << 32n) + low;
  };

  const toRow = (record: TraceRecord): TraceRow => ({
    traceId: record.trace_id.toString('hex'),
    rootName: record.root_name,
    startTime: nsToTimeMs(record.start_ns),
    durationMs: nsToDurationMs(record.end_ns - record.start_ns),
    spanCount: Number(record.span_count),
    errorCount: Number(record.error_count),
    functions: functionsOf.all(record.trace_id).sort(),
    cost: costOf(record.trace_id),
  });

  return (query) =>
    readPage({
      list: 'traces',
      shape: [0n, ''],
      query,
      positionOf: (row: TraceRecord) => [row.start_ns, row.trace_id.toString('hex')],
      read: (after, limit) => {
        const conditions = conditionsOf(query);
        if (after) {
          const [startNs = 0n, traceId] = after;
          conditions
            .and('t.start_ns <= ?', startNs)
            .and('(t.start_ns, t.trace_id) < (?, ?)', startNs, Buffer.from(String(traceId), 'hex'));
        }
        return db
          .prepare<SqlValue[], TraceRecord>(
            `SELECT trace_id, start_ns, end_ns, root_name, span_count, error_count FROM trace t ${conditions.where}
             ORDER BY t.start_ns DESC, t.trace_id DESC LIMIT ?`,
          )
          .safeIntegers()
          .all(...conditions.values, limit);
      },
      toItems: (rows) => rows.map(toRow),
    });
}

function conditionsOf({ range, environment, functionId, errorsOnly, q }: TracesQuery): Conditions {
  const conditions = new Conditions().within('t.start_ns', range);
  if (environment !== undefined) {
    // A trace may come from outside and pass through functions of the environment.
    conditions.and(
      `t.environment = ? OR EXISTS (SELECT 1 FROM invocation i WHERE i.trace_id = t.trace_id AND i.environment = ?)`,
      environment,
      environment,
    );
  }
  conditions.andIf(
    functionId,
    'EXISTS (SELECT 1 FROM invocation i WHERE i.trace_id = t.trace_id AND i.function_id = ?)',
  );
  if (errorsOnly) conditions.and('t.error_count > 0');
  if (q) conditions.and(`${contains('t.root_name')} OR t.trace_id = ?`, q, idBytes(q, 32));
  return conditions;
}
