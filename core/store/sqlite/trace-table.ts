import type Database from 'better-sqlite3';
import type { SpanTable, StoredSpan, TraceChange } from './span-table';
import { earlier, hexBytes, later, STATUS_ERROR } from './values';

interface TraceSummary {
  readonly start_ns: bigint;
  readonly end_ns: bigint;
  readonly root_span_id: Buffer;
  readonly root_start_ns: bigint;
  readonly root_name: string;
  readonly environment: string;
  readonly span_count: bigint;
  readonly error_count: bigint;
}

export interface TraceTable {
  /** Brings the trace's summary up to date; answers whether the trace was there before. */
  refresh(change: TraceChange): boolean;
}

export function createTraceTable(db: Database.Database, spans: SpanTable): TraceTable {
  const find = db
    .prepare<[Buffer], TraceSummary>(
      `SELECT start_ns, end_ns, root_span_id, root_start_ns, root_name, environment, span_count, error_count
       FROM trace WHERE trace_id = ?`,
    )
    .safeIntegers();
  const save = db.prepare(
    `REPLACE INTO trace (trace_id, start_ns, end_ns, root_span_id, root_start_ns, root_name, environment, span_count,
       error_count)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const summarise = db
    .prepare<[Buffer], Pick<TraceSummary, 'start_ns' | 'end_ns' | 'span_count' | 'error_count'>>(
      `SELECT min(start_ns) AS start_ns, max(end_ns) AS end_ns, count(*) AS span_count,
         sum(status = ${STATUS_ERROR}) AS error_count
       FROM span WHERE trace_id = ?`,
    )
    .safeIntegers();
  const findRoot = db
    .prepare<[Buffer], RootColumns>(
      `SELECT s.span_id AS root_span_id, s.start_ns AS root_start_ns, s.name AS root_name, r.environment
       FROM span s JOIN resource r ON r.id = s.resource_id
       WHERE s.trace_id = ?
       ORDER BY s.parent_span_id <> s.span_id AND EXISTS (
         SELECT 1 FROM span p WHERE p.trace_id = s.trace_id AND p.span_id = s.parent_span_id
       ), s.start_ns, s.span_id LIMIT 1`,
    )
    .safeIntegers();
  const parentOf = db
    .prepare<[Buffer, Buffer], Buffer | null>(
      'SELECT parent_span_id FROM span WHERE trace_id = ? AND span_id = ?',
    )
    .pluck();

  const fromRows = (key: Buffer): TraceSummary => {
    const counts = summarise.get(key);
    const root = findRoot.get(key);
    if (!counts || !root) throw new Error('a changed trace has no spans');
    return { ...counts, ...root };
  };

  const fromSpans = ({ key, spans: added }: TraceChange, old: TraceSummary | undefined): TraceSummary => {
    const all = [...added.values()];
    const isStored = (id: string) => added.has(id) || (old !== undefined && spans.has(key, id));
    const first = firstOf(all.filter(({ span }) => !hasStoredParent(span, isStored)));
    if (old) {
      const parent = parentOf.get(key, old.root_span_id)?.toString('hex') ?? null;
      const spanId = old.root_span_id.toString('hex');
      if (hasStoredParent({ spanId, parentSpanId: parent }, isStored)) {
        // Its parent arrived. Unless the new first one starts before it, some other old span may be first now.
        if (!first || startsAfter(first, old)) return fromRows(key);
      }
    }
    const root = first && (!old || !startsAfter(first, old)) ? rootColumns(first) : old;
    if (!root) return fromRows(key);
    return {
      root_span_id: root.root_span_id,
      root_start_ns: root.root_start_ns,
      root_name: root.root_name,
      environment: root.environment,
      start_ns: all.map(({ span }) => span.startNs).reduce(earlier, old?.start_ns ?? root.root_start_ns),
      end_ns: all.map(({ span }) => span.endNs).reduce(later, old?.end_ns ?? root.root_start_ns),
      span_count: BigInt(all.length) + (old?.span_count ?? 0n),
      error_count:
        BigInt(all.filter(({ span }) => span.status === 'error').length) + (old?.error_count ?? 0n),
    };
  };

  return {
    refresh(change) {
      const old = find.get(change.key);
      const summary = old && change.replaced ? fromRows(change.key) : fromSpans(change, old);
      save.run(
        change.key,
        summary.start_ns,
        summary.end_ns,
        summary.root_span_id,
        summary.root_start_ns,
        summary.root_name,
        summary.environment,
        summary.span_count,
        summary.error_count,
      );
      return old !== undefined;
    },
  };
}

type RootColumns = Pick<TraceSummary, 'root_span_id' | 'root_start_ns' | 'root_name' | 'environment'>;

function rootColumns({ span, resource }: StoredSpan): RootColumns {
  return {
    root_span_id: hexBytes(span.spanId),
    root_start_ns: span.startNs,
    root_name: span.name,
    environment: resource.environment,
  };
}

function hasStoredParent(
  { spanId, parentSpanId }: { spanId: string; parentSpanId: string | null },
  isStored: (id: string) => boolean,
): boolean {
  return parentSpanId !== null && parentSpanId !== spanId && isStored(parentSpanId);
}

function startsAfter({ span }: StoredSpan, root: RootColumns): boolean {
  if (span.startNs !== root.root_start_ns) return span.startNs > root.root_start_ns;
  return span.spanId > root.root_span_id.toString('hex');
}

function firstOf(spans: readonly StoredSpan[]): StoredSpan | undefined {
  let first = spans[0];
  for (const one of spans) {
    if (!first || one.span.startNs > first.span.startNs) continue;
    if (one.span.startNs < first.span.startNs || one.span.spanId < first.span.spanId) first = one;
  }
  return first;
}
