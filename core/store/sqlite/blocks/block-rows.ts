import type Database from 'better-sqlite3';
import { encodeBlock } from '../block/encode';
import { prepareHeadRows } from './head-rows';
import type { LiveBlock } from './live-blocks';
import type { Piece, PieceLimits } from './pieces';

/** A block with more tokens is not to be found by them: every search looks into it. */
const MOST_TOKENS = 65_536;
/** Fewer rows are not worth a call of zlib; they are merged soon. */
const LEAST_TO_COMPRESS = 64;
const WHOLE = 10_000;

export interface BlockRows {
  /** Inserts a block, what is known of it, and its tokens; `arrival` when it is merged from others. */
  insert(piece: Piece, arrival?: number): LiveBlock;
  remove(id: number): void;
  /** The greatest `arrival` of these blocks. */
  arrivalOf(ids: readonly number[]): number;
  /** The blocks that no group has, by id. */
  live(): LiveBlock[];
}

interface LiveRow {
  readonly id: bigint;
  readonly tokens: bigint;
  readonly fill: bigint;
  readonly logT0: bigint | null;
  readonly logT1: bigint | null;
}

export function prepareBlockRows(db: Database.Database, limits: PieceLimits): BlockRows {
  const heads = prepareHeadRows(db);
  const insertData = db.prepare<[Uint8Array]>('INSERT INTO block (data) VALUES (?)');
  const insertMeta = db.prepare(
    `INSERT INTO block_meta (id, spans, logs, span_t0, span_t1, log_t0, log_t1, bytes, tokens, fill, arrival)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const greatestArrival = db
    .prepare<[string], number>(
      'SELECT max(arrival) FROM block_meta WHERE id IN (SELECT value FROM json_each(?))',
    )
    .pluck();
  const removeData = db.prepare<[number]>('DELETE FROM block WHERE id = ?');
  const removeMeta = db.prepare<[number]>('DELETE FROM block_meta WHERE id = ?');
  const liveRows = db
    .prepare<[], LiveRow>(
      `SELECT id, tokens, fill, log_t0 AS logT0, log_t1 AS logT1 FROM block_meta WHERE group_id IS NULL ORDER BY id`,
    )
    .safeIntegers();

  return {
    insert(piece, arrival) {
      const rows = piece.spans.length + piece.logs.length;
      const data = encodeBlock(piece, { compress: rows >= LEAST_TO_COMPRESS });
      const id = Number(insertData.run(data).lastInsertRowid);
      const [spanT0, spanT1] = rangeOf(piece.spans, ({ startNs }) => startNs);
      const [logT0, logT1] = rangeOf(piece.logs, ({ timeNs }) => timeNs);
      const isFindable = piece.tokens.length <= MOST_TOKENS;
      const tokens = isFindable ? piece.tokens.length : -1;
      const fill = Math.round(
        WHOLE * Math.max(rows / limits.rows, piece.tokens.length / limits.tokens, piece.size / limits.bytes),
      );
      insertMeta.run(
        id,
        piece.spans.length,
        piece.logs.length,
        spanT0,
        spanT1,
        logT0,
        logT1,
        data.length,
        tokens,
        fill,
        arrival ?? id,
      );
      heads.insert(id, isFindable ? piece.tokens : null, piece.keys);
      return { id, fill, tokens, logT0, logT1, keys: piece.keys };
    },
    remove(id) {
      removeData.run(id);
      removeMeta.run(id);
      heads.remove(id);
    },
    arrivalOf: (ids) => greatestArrival.get(JSON.stringify(ids)) ?? 0,
    live() {
      const keys = new Map(heads.allKeys().map((row) => [row.block, row.keys]));
      return liveRows.all().map((row) => ({
        id: Number(row.id),
        fill: Number(row.fill),
        tokens: Number(row.tokens),
        logT0: row.logT0,
        logT1: row.logT1,
        keys: keys.get(Number(row.id)) ?? new Uint32Array(),
      }));
    },
  };
}

function rangeOf<Item>(
  items: readonly Item[],
  timeOf: (item: Item) => bigint,
): [bigint, bigint] | [null, null] {
  const [first] = items;
  if (first === undefined) return [null, null];
  let earliest = timeOf(first);
  let latest = earliest;
  for (const item of items) {
    const time = timeOf(item);
    if (time < earliest) earliest = time;
    if (time > latest) latest = time;
  }
  return [earliest, latest];
}
