import type Database from 'better-sqlite3';
import type { BlockMeta } from './block-meta';

/** Which times count, and those that are wanted: from <= t < to; null is any time, and also blocks without such rows. */
export interface Wanted {
  readonly by: 'spans' | 'logs';
  readonly range: { readonly from: bigint; readonly to: bigint } | null;
}

export interface MetaRows {
  /** The blocks of these ids that have a row in the range, in no order. */
  ofBlocks(ids: Iterable<number>, wanted: Wanted): BlockMeta[];
  /** All that have one, newest first. */
  walk(wanted: Wanted): Generator<BlockMeta, void, undefined>;
  /** Ids of the blocks without a group that match every token. */
  unfiltered(): number[];
}

/** The time by which blocks are ordered; what has none is older than everything. */
export function newestTime(meta: BlockMeta, by: Wanted['by']): bigint {
  return (by === 'logs' ? meta.logT1 : meta.spanT1) ?? -1n;
}

/** Whether the range of times can hold one that is wanted. */
export function overlaps(t0: bigint | null, t1: bigint | null, { range }: Wanted): boolean {
  return range === null || (t0 !== null && t1 !== null && t1 >= range.from && t0 < range.to);
}

type Row = { readonly [Column in keyof BlockMeta]: bigint | null };

const COLUMNS =
  'id, spans, logs, span_t0 AS spanT0, span_t1 AS spanT1, log_t0 AS logT0, log_t1 AS logT1, bytes';
const AT_ONCE = 64;
/** So many blocks, of which a fair part is asked for, are read in one go. */
const MANY = 8;
const DENSE = 4;

export function prepareMetaRows(db: Database.Database): MetaRows {
  const one = db.prepare<[number], Row>(`SELECT ${COLUMNS} FROM block_meta WHERE id = ?`).safeIntegers();
  const between = db
    .prepare<[number, number], Row>(`SELECT ${COLUMNS} FROM block_meta WHERE id >= ? AND id <= ?`)
    .safeIntegers();
  const unfiltered = db
    .prepare<[], number>('SELECT id FROM block_meta WHERE group_id IS NULL AND tokens < 0')
    .pluck();
  const rowsOf = (ids: ReadonlySet<number>): Row[] => {
    const first = Math.min(...ids);
    const last = Math.max(...ids);
    const rows =
      ids.size >= MANY && last - first < ids.size * DENSE
        ? between.all(first, last).filter(({ id }) => ids.has(Number(id)))
        : [...ids].map((id) => one.get(id)).filter((row) => row !== undefined);
    if (rows.length < ids.size)
      throw new Error(`blocks from ${first} to ${last} have tokens, but not all a row`);
    return rows;
  };
  const pages = { spans: preparePages(db, 'span'), logs: preparePages(db, 'log') };

  return {
    ofBlocks(ids, wanted) {
      const found: BlockMeta[] = [];
      for (const row of rowsOf(new Set(ids))) {
        const meta = metaOf(row);
        const [t0, t1] = wanted.by === 'logs' ? [meta.logT0, meta.logT1] : [meta.spanT0, meta.spanT1];
        if (overlaps(t0, t1, wanted)) found.push(meta);
      }
      return found;
    },
    *walk(wanted) {
      const read = pages[wanted.by];
      let last: BlockMeta | null = null;
      for (;;) {
        const page: BlockMeta[] = read(wanted, last).map(metaOf);
        yield* page;
        last = page.at(-1) ?? null;
        if (last === null || page.length < AT_ONCE) return;
      }
    },
    unfiltered: () => unfiltered.all(),
  };
}

/** Pages of blocks, newest first, each after the last block of the one before. */
function preparePages(
  db: Database.Database,
  kind: 'span' | 'log',
): (wanted: Wanted, last: BlockMeta | null) => Row[] {
  const t1 = `${kind}_t1`;
  const dated = db
    .prepare<[bigint, bigint, bigint, bigint, number], Row>(
      `SELECT ${COLUMNS} FROM block_meta WHERE ${t1} >= ? AND ${kind}_t0 < ? AND (${t1}, id) < (?, ?)
       ORDER BY ${t1} DESC, id DESC LIMIT ?`,
    )
    .safeIntegers();
  const undated = db
    .prepare<[bigint, number], Row>(
      `SELECT ${COLUMNS} FROM block_meta WHERE ${t1} IS NULL AND id < ? ORDER BY id DESC LIMIT ?`,
    )
    .safeIntegers();
  const by = kind === 'log' ? 'logs' : 'spans';
  return ({ range }, last) => {
    const lastTime = last ? newestTime(last, by) : MOST;
    const lastId = last ? BigInt(last.id) : MOST;
    const page =
      lastTime < 0n ? [] : dated.all(range?.from ?? 0n, range?.to ?? MOST, lastTime, lastId, AT_ONCE);
    if (range !== null || page.length === AT_ONCE) return page;
    return [...page, ...undated.all(lastTime < 0n ? lastId : MOST, AT_ONCE - page.length)];
  };
}

const MOST = 2n ** 63n - 1n;

function metaOf(row: Row): BlockMeta {
  return {
    id: Number(row.id),
    spans: Number(row.spans),
    logs: Number(row.logs),
    spanT0: row.spanT0,
    spanT1: row.spanT1,
    logT0: row.logT0,
    logT1: row.logT1,
    bytes: Number(row.bytes),
  };
}
