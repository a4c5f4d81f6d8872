import type Database from 'better-sqlite3';
import { claimsOf } from '../../model/candidate';
import type { Span } from '../../model/telemetry';
import type { RecentInvocations } from './executions/recent-invocations';
import {
  fromStored,
  INSERT_INVOCATION,
  SELECT_INVOCATIONS,
  type StoredInvocation,
  toStoredValues,
} from './invocation-columns';
import type { InvocationRecord } from './invocation-record';
import type { TextTable } from './text-table';
import { hexBytes, PLATFORM_CODE } from './values';

/** A record and the row that holds it. */
export interface StoredRecord {
  readonly id: bigint;
  readonly record: InvocationRecord;
}

export interface InvocationTable {
  /** The rows of invocations among these spans of a trace; the search ends with the `count`th. */
  ofSpans(traceKey: Buffer, spans: Iterable<Span>, count: number): readonly StoredRecord[];
  /** The rows with this id of the platform's among those written lately, and all of those `also` named. */
  ofInvocation(invocationId: string, also: Iterable<bigint>): readonly StoredRecord[];
  /** Null when there is no such row. */
  byId(id: bigint): InvocationRecord | null;
  /** The newest rows without a span of a function, at most so many. */
  orphansOf(functionNo: number, limit: number): readonly StoredRecord[];
  insert(record: InvocationRecord, functionNo: number, originNo: number): void;
  remove(id: bigint): void;
}

export function createInvocationTable(
  db: Database.Database,
  texts: TextTable,
  recent: RecentInvocations,
): InvocationTable {
  const insert = db.prepare(INSERT_INVOCATION);
  const remove = db.prepare<[bigint]>('DELETE FROM invocation WHERE id = ?');
  const find = prepareInvocationOfSpan(db);
  const byId = db.prepare<[bigint], StoredInvocation>(`${SELECT_INVOCATIONS} WHERE i.id = ?`).safeIntegers();
  const orphans = db
    .prepare<[number, number], StoredInvocation>(
      `${SELECT_INVOCATIONS} WHERE i.function_no = ? AND i.source = ${PLATFORM_CODE} ORDER BY i.start_ns DESC LIMIT ?`,
    )
    .safeIntegers();
  const stored = (row: StoredInvocation): StoredRecord => ({
    id: row.id,
    record: fromStored(row, texts.decode),
  });

  return {
    ofInvocation(invocationId, also) {
      const ids = new Set([...recent.candidates(invocationId)].map(BigInt));
      for (const id of also) ids.add(id);
      return [...ids].flatMap((id) => {
        const row = byId.get(id);
        const found = row && stored(row);
        return found?.record.invocation_id === invocationId ? [found] : [];
      });
    },
    byId(id) {
      const row = byId.get(id);
      return row ? stored(row).record : null;
    },
    orphansOf: (functionNo, limit) => orphans.all(functionNo, limit).map(stored),
    ofSpans(traceKey, spans, count) {
      const found: StoredRecord[] = [];
      for (const { startNs, spanId } of likelyFirst(spans)) {
        if (found.length >= count) break;
        const row = find(startNs, hexBytes(spanId), traceKey);
        if (row) found.push(stored(row));
      }
      return found;
    },
    insert(record, functionNo, originNo) {
      const { lastInsertRowid } = insert.run(...toStoredValues(record, functionNo, originNo, texts));
      recent.note(BigInt(lastInsertRowid), record.invocation_id);
    },
    remove(id) {
      remove.run(id);
    },
  };
}

/** Finds the row of the span with these ids that starts then. */
function prepareInvocationOfSpan(
  db: Database.Database,
): (startNs: bigint, spanId: Buffer, traceKey: Buffer) => StoredInvocation | undefined {
  const statement = db
    .prepare<[bigint, Buffer, Buffer], StoredInvocation>(
      `${SELECT_INVOCATIONS} WHERE i.start_ns = ? AND i.span_id = ? AND i.trace_id = ?`,
    )
    .safeIntegers();
  return (startNs, spanId, traceKey) => statement.get(startNs, spanId, traceKey);
}

/** What today's rules may pick comes first; the others are there because the rules were others once. */
function* likelyFirst(spans: Iterable<Span>): Generator<Span> {
  const others: Span[] = [];
  for (const span of spans) {
    if (claimsOf(span).length > 0) yield span;
    else others.push(span);
  }
  yield* others;
}
