import { checkedLimit } from '../derive/checked-limit';
import type { AttributeGroups, AttributeGroupsQuery } from '../store';
import type { BlockSearch } from './blocks/block-search';
import type { Among, BlockVolume } from './blocks/block-volume';
import { markToken } from './blocks/tokens';
import type { LogFunctions } from './log-functions';
import { groupCount } from './read/group-count';
import { groupProgress } from './read/group-progress';
import { shuffled } from './read/shuffled';

const DEFAULT_BUDGET_MS = 1000;
/** However great the budget is: who began elsewhere starts here anew, and must not wait for all of it at once. */
const MOST_AT_ONCE_MS = 10_000;
/** One block alone says nothing about its error. */
const FEWEST_BLOCKS = 2;

/** `now` in milliseconds from any start. */
export function prepareAttributeGroups(
  search: BlockSearch,
  volume: BlockVolume,
  logFunctions: () => LogFunctions,
  now: () => number,
): (query: AttributeGroupsQuery) => AttributeGroups {
  const progress = groupProgress(now);

  const blocksFor = (query: AttributeGroupsQuery, functions: LogFunctions): Among => {
    const common = query.environment === undefined ? [] : [markToken('environment', query.environment)];
    const lists =
      query.functionId === undefined
        ? [common]
        : functions.originsOf(query.functionId).map((origin) => [...common, markToken('origin', origin)]);
    return search.among(lists, { spans: query.range });
  };

  return (query) => {
    const limit = checkedLimit(query.limit);
    const started = now();
    const functions = logFunctions();
    const among = blocksFor(query, functions);
    const all = shuffled(volume.withSpans(query.range, among), query.seed ?? 0);
    const { count, spentMs } = progress.take(query, all) ?? { count: groupCount(query), spentMs: 0 };
    const budgetMs = Math.min((query.budgetMs ?? DEFAULT_BUDGET_MS) - spentMs, MOST_AT_ONCE_MS);
    for (const id of all) {
      if (count.blocks.size >= FEWEST_BLOCKS && now() - started >= budgetMs) break;
      if (!count.blocks.has(id)) count.add(id, search.load, functions);
    }
    const isDone = count.blocks.size === all.length;
    if (!isDone) progress.keep(query, { count, spentMs: spentMs + Math.max(now() - started, 0) });
    return {
      groups: count.groups({ blocks: all.length, spans: volume.spans(query.range, among) }, limit),
      sampledBlocks: count.blocks.size,
      totalBlocks: all.length,
      exact: isDone && count.isComplete,
    };
  };
}
