import type { BlockMeta, BlockQuery } from '../blocks/block-meta';
import type { BlockSearch } from '../blocks/block-search';
import type { LogFilter } from './log-filter';

/** The blocks that have all keys, and all tokens of at least one list, newest first by their logs' latest time, each once. */
export function* newestBlocks(
  search: BlockSearch,
  { tokens: lists, keys }: Pick<LogFilter, 'tokens' | 'keys'>,
  logs: NonNullable<BlockQuery['logs']>,
): Generator<BlockMeta, void, undefined> {
  const [first, ...others] = lists;
  if (first === undefined) return;
  if (others.length === 0) return yield* search.walk({ tokens: first, keys, logs });

  const walks = lists.map((tokens) => search.walk({ tokens, keys, logs }));
  const heads = walks.map((walk) => walk.next().value ?? null);
  for (;;) {
    const newest = heads.reduce((a, b) => (b !== null && (a === null || isNewer(b, a)) ? b : a));
    if (newest === null) return;
    for (const [index, walk] of walks.entries()) {
      if (heads[index]?.id === newest.id) heads[index] = walk.next().value ?? null;
    }
    yield newest;
  }
}

function isNewer(a: BlockMeta, b: BlockMeta): boolean {
  const [timeA, timeB] = [a.logT1 ?? 0n, b.logT1 ?? 0n];
  return timeA === timeB ? a.id > b.id : timeA > timeB;
}
