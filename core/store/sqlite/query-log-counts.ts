import { FaaslensError } from '../../errors';
import type { TimeRange } from '../../model/time-range';
import type { LogCounts, LogCountsQuery } from '../store';
import type { BlockSearch } from './blocks/block-search';
import type { LogVolume } from './blocks/log-volume';
import type { LogFunctions } from './log-functions';
import { logCount } from './read/log-count';
import { type LogFilter, logFilter } from './read/log-filter';
import { shuffled } from './read/shuffled';

const DEFAULT_BUDGET_MS = 200;
const MOST_BUDGET_MS = 10_000;
const MOST_STEPS = 2000;
/** Fewer need not look like the others. */
const FEWEST_BLOCKS = 32;

/** `now` in milliseconds from any start. */
export function prepareLogCounts(
  search: BlockSearch,
  volume: LogVolume,
  logFunctions: () => LogFunctions,
  now: () => number,
): (query: LogCountsQuery) => LogCounts {
  return (query) => {
    const { range, stepMs } = query;
    if (!(stepMs > 0) || (range.toMs - range.fromMs) / stepMs > MOST_STEPS)
      throw new FaaslensError('invalid_input', `stepMs: the range must have at most ${MOST_STEPS} steps`);
    const started = now();
    const budgetMs = Math.min(query.budgetMs ?? DEFAULT_BUDGET_MS, MOST_BUDGET_MS);
    const filter = logFilter(query, logFunctions());
    const among = blocksOf(search, filter, range);
    const all = shuffled(volume.blocksIn(range, among), (id) => id, 0);
    const count = logCount({ range, stepMs, filter });
    let read = 0;
    for (const id of all) {
      if (read >= FEWEST_BLOCKS && now() - started >= budgetMs) break;
      count.add(search.read(id));
      read += 1;
    }
    if (read === all.length) return count.result(null);
    const rest = volume.perStep(range, stepMs, among);
    for (const [step, records] of volume.perStep(range, stepMs, all.slice(0, read)).entries())
      rest[step] = Math.max((rest[step] ?? 0) - records, 0);
    return count.result(rest);
  };
}

/** Ids of the blocks that can have such records; null: all. */
function blocksOf(
  search: BlockSearch,
  { tokens: lists, keys }: LogFilter,
  logs: TimeRange,
): readonly number[] | null {
  const found = new Set<number>();
  for (const tokens of lists) {
    const ids = search.ids({ tokens, keys, logs });
    if (ids === null) return null;
    for (const id of ids) found.add(id);
  }
  return [...found];
}
