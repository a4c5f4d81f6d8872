import type Database from 'better-sqlite3';
import type { TraceSummary } from '../derive/trace-summary';
import type { TextTable } from './text-table';

/** What a trace's row takes from its invocations. */
export interface InvokedByTrace {
  readonly count: number;
  readonly functionSetId: number | null;
  /** In pico USD; null when none could be priced. */
  readonly cost: bigint | null;
}

export interface TraceTable {
  /** How many invocations the row of the trace that starts then counts; null when there is no such row. */
  invocationCount(startNs: bigint, traceKey: Buffer): number | null;
  remove(startNs: bigint, traceKey: Buffer): void;
  /** Writes the row, in the place of one with the same start. */
  save(traceKey: Buffer, summary: TraceSummary, environmentId: number, invoked: InvokedByTrace): void;
}

export function createTraceTable(db: Database.Database, texts: TextTable): TraceTable {
  const count = db
    .prepare<[bigint, Buffer], number>(
      'SELECT invocation_count FROM trace WHERE start_ns = ? AND trace_id = ?',
    )
    .pluck();
  const remove = db.prepare<[bigint, Buffer]>('DELETE FROM trace WHERE start_ns = ? AND trace_id = ?');
  const save = db.prepare(
    `REPLACE INTO trace (start_ns, trace_id, duration_ns, root_name, environment_id, span_count, error_count,
       invocation_count, function_set_id, cost_pico_usd)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  return {
    invocationCount: (startNs, traceKey) => count.get(startNs, traceKey) ?? null,
    remove: (startNs, traceKey) => remove.run(startNs, traceKey),
    save(traceKey, { startNs, durationNs, root, spanCount, errorCount }, environmentId, invoked) {
      save.run(
        startNs,
        traceKey,
        durationNs,
        texts.encode(root.name),
        environmentId,
        spanCount,
        errorCount,
        invoked.count,
        invoked.functionSetId,
        invoked.cost === null ? null : invoked.cost.toString(),
      );
    },
  };
}
