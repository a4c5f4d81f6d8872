import { openDatabase } from '../../database/open';
import type { LogRecord, Span } from '../../model/telemetry';
import type { History, HistoryPiece } from '../history';
import { openBlock } from './block/open';
import { prepareRest } from './moving/rest';
import { sumsOf } from './moving/sums';

/** As many records as one write to another engine likes. */
const RECORDS_AT_ONCE = 4_000;

interface Place {
  readonly id: number;
  readonly arrival: number;
}

/**
 * A database file in the order in which it came. A block that was merged arrives with the last of those that it was made
 * of, so that whoever reads on misses none of them.
 */
export function openSqliteHistory(databaseFile: string, recordsAtOnce = RECORDS_AT_ONCE): History {
  const db = openDatabase(databaseFile, { readonly: true });
  const list = db.prepare<[number], Place>(
    'SELECT id, arrival FROM block_meta WHERE arrival > ? ORDER BY arrival, id',
  );
  const dataOf = db.prepare<[number], Buffer>('SELECT data FROM block WHERE id = ?').pluck();
  const rest = prepareRest(db);
  /** What comes next, so that each piece need not sort all that is left; in the order of arrival. */
  let places: readonly Place[] = [];
  let next = 0;

  /** Lists anew what came after the position when that is not what comes next, or nothing more is known. */
  const find = (position: number): void => {
    const isNext = (places[next - 1]?.arrival ?? -1) === position && next < places.length;
    if (isNext) return;
    places = list.all(position);
    next = 0;
  };

  return {
    rest,
    readAfter(position) {
      for (;;) {
        find(position);
        if (places.length === 0) return null;
        const piece = readPiece();
        if (piece !== null) return piece;
        // Merged meanwhile: it arrives with what it was merged with.
        places = [];
        next = 0;
      }
    },
    async still(work) {
      db.exec('BEGIN');
      try {
        return await work();
      } finally {
        db.exec('COMMIT');
      }
    },
    sums: () => sumsOf(db, rest.floorNs()),
    close: () => db.close(),
  };

  /** All pieces of one merge are one piece here. Null when the first of them is not there any more. */
  function readPiece(): HistoryPiece | null {
    const spans: Span[] = [];
    const logs: LogRecord[] = [];
    let position: number | null = null;
    while (next < places.length) {
      const arrival = places[next]?.arrival ?? 0;
      if (position !== null && spans.length + logs.length >= recordsAtOnce) break;
      let end = next;
      const blocks: Buffer[] = [];
      while (places[end]?.arrival === arrival) {
        const data = dataOf.get(places[end]?.id ?? 0);
        if (data !== undefined) blocks.push(data);
        end += 1;
      }
      if (blocks.length < end - next) {
        places = places.slice(0, next);
        break;
      }
      for (const data of blocks) {
        const block = openBlock(data);
        for (let index = 0; index < block.spanCount; index += 1) spans.push(block.spanAt(index));
        for (let index = 0; index < block.logCount; index += 1) logs.push(block.logAt(index));
      }
      next = end;
      position = arrival;
    }
    return position === null ? null : { batch: { spans, logs }, position };
  }
}
