import type Database from 'better-sqlite3';
import type { EncodedPiece } from './encoded-piece';
import { prepareHeadRows } from './head-rows';
import type { LiveBlock } from './live-blocks';
import type { PieceLimits } from './pieces';

/** A block with more tokens is not to be found by them: every search looks into it. */
const MOST_TOKENS = 65_536;
const WHOLE = 10_000;

export interface BlockRows {
  /** Inserts a block, what is known of it, and its tokens; `past` when it is made of others. */
  insert(piece: EncodedPiece, past?: BlockPast): LiveBlock;
  remove(id: number): void;
  /** What a block that is made of these has to remember. */
  pastOf(ids: readonly number[]): BlockPast;
  /** The blocks that no group has, by id. */
  live(): LiveBlock[];
}

/** What a block keeps of those that it was made of. */
export interface BlockPast {
  /** The greatest `arrival` of them. */
  readonly arrival: number;
  /** When the first of them is to be looked at; nanoseconds since the epoch, 0 for one that never was. */
  readonly examineNs: bigint;
}

interface LiveRow {
  readonly id: bigint;
  readonly tokens: bigint;
  readonly fill: bigint;
  readonly examineNs: bigint;
  readonly logT0: bigint | null;
  readonly logT1: bigint | null;
}

export function prepareBlockRows(db: Database.Database, limits: PieceLimits): BlockRows {
  const heads = prepareHeadRows(db);
  const insertData = db.prepare<[Uint8Array]>('INSERT INTO block (data) VALUES (?)');
  const insertMeta = db.prepare(
    `INSERT INTO block_meta (id, spans, logs, span_t0, span_t1, log_t0, log_t1, bytes, tokens, fill, arrival, examine_ns)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const past = db
    .prepare<[string], { readonly arrival: bigint | null; readonly examineNs: bigint | null }>(
      `SELECT max(arrival) AS arrival, min(examine_ns) AS examineNs FROM block_meta
       WHERE id IN (SELECT value FROM json_each(?))`,
    )
    .safeIntegers();
  const removeData = db.prepare<[number]>('DELETE FROM block WHERE id = ?');
  const removeMeta = db.prepare<[number]>('DELETE FROM block_meta WHERE id = ?');
  const liveRows = db
    .prepare<[], LiveRow>(
      `SELECT id, tokens, fill, examine_ns AS examineNs, log_t0 AS logT0, log_t1 AS logT1 FROM block_meta WHERE group_id IS NULL ORDER BY id`,
    )
    .safeIntegers();

  return {
    insert(piece, past) {
      const { data, spans, logs, spanT0, spanT1, logT0, logT1, keys } = piece;
      const id = Number(insertData.run(data).lastInsertRowid);
      const isFindable = piece.tokens.length <= MOST_TOKENS;
      const tokens = isFindable ? piece.tokens.length : -1;
      const fullness = Math.max(
        (spans + logs) / limits.rows,
        piece.tokens.length / limits.tokens,
        piece.size / limits.bytes,
      );
      const fill = Math.round(WHOLE * fullness);
      insertMeta.run(
        ...[id, spans, logs, spanT0, spanT1, logT0, logT1, data.length, tokens, fill],
        past?.arrival ?? id,
        past?.examineNs ?? 0n,
      );
      heads.insert(id, isFindable ? piece.tokens : null, keys);
      const isExamined = past !== undefined && past.examineNs > 0n;
      return { id, fill, tokens, isExamined, logT0, logT1, keys };
    },
    remove(id) {
      removeData.run(id);
      removeMeta.run(id);
      heads.remove(id);
    },
    pastOf(ids) {
      const { arrival = null, examineNs = null } = past.get(JSON.stringify(ids)) ?? {};
      return { arrival: Number(arrival ?? 0n), examineNs: examineNs ?? 0n };
    },
    live() {
      const keys = new Map(heads.allKeys().map((row) => [row.block, row.keys]));
      return liveRows.all().map((row) => ({
        id: Number(row.id),
        fill: Number(row.fill),
        tokens: Number(row.tokens),
        isExamined: row.examineNs > 0n,
        logT0: row.logT0,
        logT1: row.logT1,
        keys: keys.get(Number(row.id)) ?? new Uint32Array(),
      }));
    },
  };
}
