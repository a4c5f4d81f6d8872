import type { z } from 'zod';
import type { LogPatternsView } from '@/core/model/log-views';
import { patternsOf } from '@/core/model/logs/patterns';
import { searchOf } from '@/core/model/logs/shape';
import { services } from './door';
import { toRange } from './inputs/fields';
import { logPatternsSchema } from './inputs/logs';
import { parseInput } from './inputs/parse';
import { toLogFilters } from './logs';
import { isoTime } from './views/time';

/** Grouping takes about a tenth of a millisecond per line. */
const MOST_LINES = 2000;
const MOST_PATTERNS = 200;

/** The newest lines grouped by their shape, most frequent first. */
export async function logPatterns(input: z.input<typeof logPatternsSchema>): Promise<LogPatternsView> {
  const { reader, now } = await services();
  const { from, to, ...fields } = parseInput(logPatternsSchema, input);
  const range = toRange({ from, to }, now());
  const { items, nextCursor } = await reader.logs({ range, limit: MOST_LINES, ...toLogFilters(fields) });
  const patterns = patternsOf(items).slice(0, MOST_PATTERNS);
  return {
    items: patterns.map(({ firstTime, lastTime, ...pattern }) => ({
      ...pattern,
      sample: pattern.sample.slice(0, 1000),
      firstTime: isoTime(firstTime),
      lastTime: isoTime(lastTime),
      search: searchOf(pattern.shape),
    })),
    nextCursor: null,
    lines: items.length,
    complete: nextCursor === null,
  };
}
