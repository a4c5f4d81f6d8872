import type Database from 'better-sqlite3';
import type { Span } from '../../../model/telemetry';
import { attributeOfSpan } from '../../derive/attribute-text';
import type { InvocationRecord } from '../invocation-record';
import { preparePromotedList } from './promoted-list';
import { toPromotedValue } from './promoted-value';
import { prepareValueRows, type ValueOwner } from './value-rows';

/** Keeps the values of promoted attributes beside the rows that a batch writes. */
export interface PromotedWriter {
  /**
   * To be called in a batch's transaction after its rows are written: gives the added invocations their values, and the
   * others those of spans that were replaced. Values of removed rows go with them, by a trigger.
   */
  write(changes: readonly InvokedTrace[], traces: readonly TraceSpans[]): void;
}

/** The invocations of a trace as they are now: `added` are those of `after` that have new rows. */
export interface InvokedTrace {
  readonly after: readonly InvocationRecord[];
  readonly added: readonly InvocationRecord[];
}

/** The spans of the same trace, by span id, before (null: none) and after the batch. */
export interface TraceSpans {
  readonly before: { readonly spans: ReadonlyMap<string, Span> } | null;
  readonly after: { readonly spans: ReadonlyMap<string, Span> };
}

export function createPromotedWriter(db: Database.Database): PromotedWriter {
  const list = preparePromotedList(db);
  const find = db
    .prepare<[bigint, Buffer, Buffer], ValueOwner>(
      `SELECT id, start_ns, function_no, outcome FROM invocation
       WHERE start_ns = ? AND span_id = ? AND trace_id = ?`,
    )
    .safeIntegers();
  const values = prepareValueRows(db);

  return {
    write(changes, traces) {
      const promoted = list.promoted();
      if (promoted.length === 0) return;
      changes.forEach(({ after, added }, index) => {
        if (after.length === 0) return;
        const spans = traces[index];
        const isAdded = new Set(added);
        for (const record of after) {
          const spanId = record.span_id.toString('hex');
          const span = spans?.after.spans.get(spanId);
          const isNew = isAdded.has(record);
          if (!span || (!isNew && span === spans?.before?.spans.get(spanId))) continue;
          const owner = find.get(record.start_ns, record.span_id, record.trace_id);
          if (!owner) throw new Error('an invocation has no row');
          for (const { no, key } of promoted) {
            const value = attributeOfSpan(span, key);
            if (value !== undefined) values.save(no, owner, toPromotedValue(value));
            else if (!isNew) values.remove(no, owner);
          }
        }
      });
    },
  };
}
