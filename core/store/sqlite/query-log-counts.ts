import { FaaslensError } from '../../errors';
import type { LogCounts, LogCountsQuery } from '../store';
import type { BlockSearch } from './blocks/block-search';
import type { BlockVolume } from './blocks/block-volume';
import type { LogFunctions } from './log-functions';
import { logCount } from './read/log-count';
import { logFilter } from './read/log-filter';
import { shuffled } from './read/shuffled';

const DEFAULT_BUDGET_MS = 200;
const MOST_BUDGET_MS = 10_000;
const MOST_STEPS = 2000;
/** Fewer need not look like the others. */
const FEWEST_BLOCKS = 32;

/** `now` in milliseconds from any start. */
export function prepareLogCounts(
  search: BlockSearch,
  volume: BlockVolume,
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
    const among = search.among(filter.tokens, { keys: filter.keys, logs: range });
    const all = shuffled(volume.withLogs(range, among), 0);
    const count = logCount({ range, stepMs, filter });
    let read = 0;
    for (const id of all) {
      if (read >= FEWEST_BLOCKS && now() - started >= budgetMs) break;
      count.add(search.read(id));
      read += 1;
    }
    if (read === all.length) return count.result(null);
    const rest = volume.logsPerStep(range, stepMs, among);
    for (const [step, records] of volume.logsPerStep(range, stepMs, all.slice(0, read)).entries())
      rest[step] = Math.max((rest[step] ?? 0) - records, 0);
    return count.result(rest);
  };
}
