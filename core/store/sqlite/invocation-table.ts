import type Database from 'better-sqlite3';
import type { Invocation, PriceInvocation } from '../../model/invocation';
import { recogniseInvocations } from '../../model/recognise';
import {
  equalRecords,
  INVOCATION_COLUMNS,
  type InvocationRecord,
  recordValues,
  toInvocationRecord,
} from './invocation-record';
import { HAS_TRIGGER, MAY_BE_INVOCATION } from './span-row';
import type { SpanTable, StoredSpan, TraceChange } from './span-table';

/** How the invocations of one trace changed. */
export interface InvocationChange {
  readonly added: readonly InvocationRecord[];
  readonly removed: readonly InvocationRecord[];
  /** All invocations of the trace as they are now, changed or not; none when the change cannot concern them. */
  readonly current: readonly Invocation[];
}

export interface InvocationTable {
  /** Recognises the trace's invocations anew and makes the rows say so. */
  refresh(change: TraceChange, traceIsNew: boolean): InvocationChange;
}

const NONE: InvocationChange = { added: [], removed: [], current: [] };

export function createInvocationTable(
  db: Database.Database,
  spans: SpanTable,
  price: PriceInvocation,
): InvocationTable {
  const columns = INVOCATION_COLUMNS.join(', ');
  const insert = db.prepare(
    `INSERT INTO invocation (${columns}) VALUES (${INVOCATION_COLUMNS.map(() => '?').join(', ')})`,
  );
  const remove = db.prepare<[Buffer, Buffer]>('DELETE FROM invocation WHERE trace_id = ? AND span_id = ?');
  const ofTrace = db
    .prepare<[Buffer], InvocationRecord>(`SELECT ${columns} FROM invocation WHERE trace_id = ?`)
    .safeIntegers();

  return {
    refresh(change, traceIsNew) {
      if (!traceIsNew && !mayConcernInvocations(change, spans)) return NONE;
      const candidates = traceIsNew
        ? [...change.spans.values()].filter(({ candidate }) => candidate & MAY_BE_INVOCATION)
        : spans.candidates(change.key);
      const before = traceIsNew ? [] : ofTrace.all(change.key);
      if (candidates.length === 0 && before.length === 0) return NONE;

      const byId = new Map(candidates.map((stored) => [stored.span.spanId, stored]));
      const findSpan = (spanId: string): StoredSpan | null =>
        change.spans.get(spanId) ?? byId.get(spanId) ?? (traceIsNew ? null : spans.find(change.key, spanId));
      const current = recogniseInvocations(
        candidates.map(({ span, resource }) => ({ span, resourceKey: resource.id })),
        (spanId) => {
          const parent = findSpan(spanId);
          return parent
            ? { resourceKey: parent.resource.id, hasTrigger: (parent.candidate & HAS_TRIGGER) !== 0 }
            : undefined;
        },
      ).map((invocation): Invocation => ({ ...invocation, price: price(invocation) }));

      const after = current.flatMap((invocation) => {
        const stored = byId.get(invocation.spanId);
        return stored ? [toInvocationRecord(invocation, stored.resource.origin)] : [];
      });
      const removed = without(before, after);
      const added = without(after, before);
      for (const { trace_id, span_id } of removed) remove.run(trace_id, span_id);
      for (const record of added) insert.run(...recordValues(record));
      return { added, removed, current };
    },
  };
}

/** Only candidates and their parents decide what is an invocation; a span that gave way may have been either. */
function mayConcernInvocations({ key, spans: changed, replaced }: TraceChange, spans: SpanTable): boolean {
  if (replaced) return true;
  for (const [spanId, { candidate }] of changed) {
    if (candidate & MAY_BE_INVOCATION || spans.isParentOfCandidate(key, spanId)) return true;
  }
  return false;
}

/** The records that are not, equal in everything, among the others. */
function without(
  records: readonly InvocationRecord[],
  others: readonly InvocationRecord[],
): readonly InvocationRecord[] {
  if (others.length === 0) return records;
  const bySpan = new Map(others.map((other) => [other.span_id.toString('hex'), other]));
  return records.filter((record) => {
    const other = bySpan.get(record.span_id.toString('hex'));
    return other === undefined || !equalRecords(record, other);
  });
}
