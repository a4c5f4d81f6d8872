import type Database from 'better-sqlite3';
import type { TimeRange } from '../../../model/time-range';
import type { Block } from '../block/block';
import { msToNs } from '../values';
import { prepareBlockLoader } from './block-loader';
import type { BlockMeta, BlockQuery } from './block-meta';
import type { Among } from './block-volume';
import { prepareMetaRows, type Wanted } from './meta-rows';
import { prepareTokenSearch } from './token-search';

/**
 * The readers' side of the blocks. All calls of one question must run inside one read transaction (`db.transaction`), so
 * that a merge meanwhile is not seen by halves.
 */
export interface BlockSearch {
  /** `walk` as an array. */
  find(query: BlockQuery): readonly BlockMeta[];
  /**
   * The blocks that may match, each once and none missing, newest first: by `logT1` when `logs` is given, else by
   * `spanT1` (blocks without spans last), then by id, greatest first. Lazy: groups are probed as they are reached. The
   * connection can be used between two steps.
   */
  walk(query: BlockQuery): Generator<BlockMeta, void, undefined>;
  /**
   * Ids of the blocks that `find` answers with the tokens of one of the lists, each once, and of some beyond its range;
   * null: of all blocks.
   */
  among(lists: readonly (readonly number[])[], query: Omit<BlockQuery, 'tokens'>): Among;
  /** A stored block; the last used ones are kept open. Throws FaaslensError `unavailable` when it is damaged or missing. */
  load(id: number): Block;
  /** The same, kept only until another one is read so: for who reads one trace, or more than are kept, so that it is soon garbage. */
  read(id: number): Block;
}

export function prepareBlockSearch(db: Database.Database): BlockSearch {
  const metas = prepareMetaRows(db);
  const tokenSearch = prepareTokenSearch(db, metas);
  const loader = prepareBlockLoader(db);

  const wantedBy = (query: BlockQuery): Wanted => ({
    by: query.logs ? 'logs' : 'spans',
    range: boundsOf(query.logs ?? query.spans),
  });
  const walk = (query: BlockQuery): Generator<BlockMeta, void, undefined> => {
    const { tokens = [], keys = [] } = query;
    const wanted = wantedBy(query);
    return tokens.length + keys.length === 0 ? metas.walk(wanted) : tokenSearch.walk(wanted, tokens, keys);
  };

  return {
    find: (query) => [...walk(query)],
    walk,
    among(lists, query) {
      const { keys = [] } = query;
      if (keys.length === 0 && lists.some((tokens) => tokens.length === 0)) return null;
      const ids = lists.map((tokens) => tokenSearch.ids(wantedBy(query), tokens, keys));
      return [...new Set(ids.flatMap((found) => [...found]))];
    },
    load: (id) => loader.load(id),
    read: (id) => loader.read(id),
  };
}

function boundsOf(range: TimeRange | undefined): { from: bigint; to: bigint } | null {
  return range ? { from: msToNs(range.fromMs), to: msToNs(range.toMs) } : null;
}
