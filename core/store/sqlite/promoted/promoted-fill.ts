import type Database from 'better-sqlite3';
import { isFaaslensError } from '../../../errors';
import type { Span } from '../../../model/telemetry';
import { attributeOfSpan } from '../../derive/attribute-text';
import { PLATFORM_CODE } from '../values';
import { type PromotedRow, preparePromotedList } from './promoted-list';
import { toPromotedValue } from './promoted-value';
import { prepareValueRows, type ValueOwner } from './value-rows';

/** What was written before an attribute was promoted, or while it was, catches up in short steps. */
export interface PromotedFill {
  /** Whether there is anything to do; costs a look at a table of a few rows. */
  isDue(): boolean;
  /** To be called in a write transaction: does about 10 ms of work. */
  step(): void;
}

interface OldRow extends ValueOwner {
  readonly trace_id: Buffer;
  readonly span_id: Buffer;
  readonly source: bigint | string;
}

interface Place {
  readonly ns: bigint;
  readonly id: bigint;
}

const STEP_MS = 10;
/** Rows that are read at once: a statement that is open blocks the writes of the step. */
const ROWS = 500;

/** `spansOf` answers the spans of a stored trace that count. `now`: milliseconds from any start. */
export function createPromotedFill(
  db: Database.Database,
  spansOf: (traceId: string) => ReadonlyMap<string, Span>,
  now: () => number = () => performance.now(),
): PromotedFill {
  const list = preparePromotedList(db);
  const older = db
    .prepare<[bigint, bigint, bigint, number], OldRow>(
      `SELECT id, trace_id, span_id, start_ns, source, function_no, outcome FROM invocation INDEXED BY invocation_start_ns_idx
       WHERE start_ns <= ? AND (start_ns, id) < (?, ?) ORDER BY start_ns DESC, id DESC LIMIT ?`,
    )
    .safeIntegers();
  const values = prepareValueRows(db);
  const note = db.prepare<[bigint | null, bigint, number, number, bigint]>(
    `UPDATE promoted_attribute SET filled_ns = ?, filled_id = ?, examined = examined + ?, missed = missed + ?
     WHERE no = ?`,
  );
  const forget = db.prepare<[bigint]>('DELETE FROM promoted_attribute WHERE no = ?');

  const removeSome = (no: bigint, end: number): void => {
    while (values.removeSome(no)) if (now() >= end) return;
    forget.run(no);
  };

  /** Null when the span is not there, or cannot be read: a damaged block is no reason to stop. */
  const createSpanOf = () => {
    let traceId = '';
    let spans: ReadonlyMap<string, Span> = new Map();
    return ({ trace_id, span_id }: OldRow): Span | null => {
      const wanted = trace_id.toString('hex');
      if (wanted !== traceId) {
        traceId = wanted;
        try {
          spans = spansOf(wanted);
        } catch (error) {
          if (!isFaaslensError(error)) throw error;
          spans = new Map();
        }
      }
      return spans.get(span_id.toString('hex')) ?? null;
    };
  };

  /** Fills those that are furthest behind until they have caught up with the next one. */
  const fillSome = (behind: readonly PromotedRow[], floor: Place | null, end: number): void => {
    const spanOf = createSpanOf();
    let place: Place | null = placeOf(behind[0]);
    let examined = 0;
    let missed = 0;
    while (place !== null && now() < end) {
      const rows: OldRow[] = older.all(place.ns, place.ns, place.id, ROWS);
      if (rows.length === 0) place = null;
      for (const row of rows) {
        if (floor !== null && isBefore({ ns: row.start_ns, id: row.id }, floor)) {
          place = floor;
          break;
        }
        place = { ns: row.start_ns, id: row.id };
        examined += 1;
        if (row.source === BigInt(PLATFORM_CODE)) continue;
        const span = spanOf(row);
        if (span === null) missed += 1;
        else {
          for (const { no, key } of behind) {
            const value = attributeOfSpan(span, key);
            if (value !== undefined) values.save(no, row, toPromotedValue(value));
          }
        }
        if (now() >= end) break;
      }
      if (place === floor) break;
    }
    for (const { no } of behind) note.run(place?.ns ?? null, place?.id ?? 0n, examined, missed, no);
  };

  return {
    isDue: () => list.unsettled().length > 0,
    step() {
      const unsettled = list.unsettled();
      const end = now() + STEP_MS;
      const gone = unsettled.find(({ removed }) => removed === 1n);
      if (gone) {
        removeSome(gone.no, end);
        return;
      }
      const places = unsettled.map(placeOf).filter((place) => place !== null);
      const furthest = places.reduce<Place | null>((a, b) => (a === null || isBefore(a, b) ? b : a), null);
      if (furthest === null) return;
      const isFurthest = ({ ns, id }: Place) => ns === furthest.ns && id === furthest.id;
      const floor = places
        .filter((place) => !isFurthest(place))
        .reduce<Place | null>((a, b) => (a === null || isBefore(a, b) ? b : a), null);
      const behind = unsettled.filter((row) => {
        const place = placeOf(row);
        return place !== null && isFurthest(place);
      });
      fillSome(behind, floor, end);
    },
  };
}

function placeOf(row: PromotedRow | undefined): Place | null {
  return row === undefined || row.filled_ns === null ? null : { ns: row.filled_ns, id: row.filled_id };
}

function isBefore(a: Place, b: Place): boolean {
  return a.ns < b.ns || (a.ns === b.ns && a.id < b.id);
}
