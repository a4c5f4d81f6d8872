import type Database from 'better-sqlite3';
import type { Span } from '../../model/telemetry';
import type { ResourceTable, StoredResource } from './resource-table';
import {
  candidateBits,
  contentOf,
  fromSpanRow,
  MAY_BE_INVOCATION,
  SPAN_COLUMNS,
  type SpanRow,
  timelessContentOf,
  toSpanRow,
  withStorableTimes,
} from './span-row';
import { hexBytes } from './values';

/** Every change of a trace may read all of it again: without a bound, its growth would cost ever more. */
export const MOST_SPANS_OF_A_TRACE = 20_000;

/** A span that is in the table. */
export interface StoredSpan {
  readonly span: Span;
  readonly resource: StoredResource;
  readonly candidate: number;
}

/** What a batch did to one trace. */
export interface TraceChange {
  readonly traceId: string;
  readonly key: Buffer;
  /** The spans that are new or have new content, by span id. */
  readonly spans: Map<string, StoredSpan>;
  /** Whether content that was there before gave way. */
  replaced: boolean;
}

export interface SpanTable {
  /**
   * Stores what is new; answers the traces that changed, how many spans changed nothing and how many were refused
   * because their trace is full. The summaries of the traces must be up to date.
   */
  store(spans: readonly Span[]): { changes: readonly TraceChange[]; repeated: number; refused: number };
  /** The stored spans of a trace that may be its invocations, by span id. */
  candidates(traceKey: Buffer): readonly StoredSpan[];
  find(traceKey: Buffer, spanId: string): StoredSpan | null;
  has(traceKey: Buffer, spanId: string): boolean;
  /** Whether the span is the parent of one that may be an invocation. */
  isParentOfCandidate(traceKey: Buffer, spanId: string): boolean;
}

export function createSpanTable(db: Database.Database, resources: ResourceTable): SpanTable {
  const placeholders = SPAN_COLUMNS.replaceAll(/\w+/g, '?');
  const insert = db.prepare<SpanRow>(
    `INSERT INTO span (${SPAN_COLUMNS}) VALUES (${placeholders}) ON CONFLICT DO NOTHING`,
  );
  const replace = db.prepare<SpanRow>(`REPLACE INTO span (${SPAN_COLUMNS}) VALUES (${placeholders})`);
  const findRow = db
    .prepare<[Buffer, Buffer], SpanRow>(`SELECT ${SPAN_COLUMNS} FROM span WHERE trace_id = ? AND span_id = ?`)
    .raw()
    .safeIntegers();
  const findCandidates = db
    .prepare<[Buffer], SpanRow>(
      // Left to itself, SQLite takes the order of the primary key and reads every span of the trace.
      `SELECT ${SPAN_COLUMNS} FROM span INDEXED BY span_candidate_idx
       WHERE trace_id = ? AND candidate & ${MAY_BE_INVOCATION} ORDER BY span_id`,
    )
    .raw()
    .safeIntegers();
  const countOf = db.prepare<[Buffer], number>('SELECT span_count FROM trace WHERE trace_id = ?').pluck();
  const hasCandidate = db
    .prepare<[Buffer, Buffer], number>(
      `SELECT 1 FROM span WHERE trace_id = ? AND parent_span_id = ? AND candidate & ${MAY_BE_INVOCATION} LIMIT 1`,
    )
    .pluck();
  const exists = db
    .prepare<[Buffer, Buffer], number>('SELECT 1 FROM span WHERE trace_id = ? AND span_id = ?')
    .pluck();

  const fromRow = (row: SpanRow): StoredSpan => {
    const resource = resources.load(Number(row[15]));
    return { span: fromSpanRow(row, resource.resource), resource, candidate: Number(row[18]) };
  };

  /** Whether the row takes the place of the one that has its ids. */
  const supersedes = (row: SpanRow, resource: StoredResource, timeIsReceipt: boolean): boolean => {
    const old = findRow.get(row[0], row[1]);
    if (!old) return true;
    const oldResource = resources.load(Number(old[15]));
    // Without a time of its own it is what is stored, received once more.
    if (timeIsReceipt && timelessContentOf(row, resource) === timelessContentOf(old, oldResource))
      return false;
    if (row[8] !== old[8]) return row[8] > old[8];
    return contentOf(row, resource) > contentOf(old, oldResource);
  };

  return {
    store(spans) {
      const changes = new Map<string, TraceChange>();
      const counts = new Map<string, number>();
      let repeated = 0;
      let refused = 0;
      for (const received of spans) {
        const span = withStorableTimes(received);
        const resource = resources.store(span.resource);
        const candidate = candidateBits(span);
        const row = toSpanRow(span, resource, candidate);
        const count = counts.get(span.traceId) ?? countOf.get(row[0]) ?? 0;
        counts.set(span.traceId, count);
        const isFull = count >= MOST_SPANS_OF_A_TRACE;
        if (isFull && exists.get(row[0], row[1]) === undefined) {
          refused += 1;
          continue;
        }
        const isNew = !isFull && insert.run(...row).changes > 0;
        if (isNew) counts.set(span.traceId, count + 1);
        if (!isNew) {
          if (!supersedes(row, resource, span.timeIsReceipt ?? false)) {
            repeated += 1;
            continue;
          }
          replace.run(...row);
        }
        const change = changes.get(span.traceId) ?? {
          traceId: span.traceId,
          key: row[0],
          spans: new Map<string, StoredSpan>(),
          replaced: false,
        };
        change.replaced ||= !isNew;
        change.spans.set(span.spanId, { span, resource, candidate });
        changes.set(span.traceId, change);
      }
      return { changes: [...changes.values()], repeated, refused };
    },
    candidates: (traceKey) => findCandidates.all(traceKey).map(fromRow),
    find(traceKey, spanId) {
      const row = findRow.get(traceKey, hexBytes(spanId));
      return row ? fromRow(row) : null;
    },
    has: (traceKey, spanId) => exists.get(traceKey, hexBytes(spanId)) !== undefined,
    isParentOfCandidate: (traceKey, spanId) => hasCandidate.get(traceKey, hexBytes(spanId)) !== undefined,
  };
}
