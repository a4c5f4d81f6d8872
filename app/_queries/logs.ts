import type { z } from 'zod';
import { parseLogSearch } from '@/core/model/logs/search';
import type { LogView, PageView } from '@/core/model/views';
import type { LogFilters } from '@/core/store/store';
import { services } from './door';
import { toRange } from './inputs/fields';
import { type LogFieldValues, logsSchema, severities } from './inputs/logs';
import { parseInput } from './inputs/parse';
import { toLogView, toPageView } from './views/rows';

/** Log records, newest first. */
export async function listLogs(input: z.input<typeof logsSchema>): Promise<PageView<LogView>> {
  const { reader, now } = await services();
  const { from, to, limit, cursor, ...fields } = parseInput(logsSchema, input);
  const page = await reader.logs({
    range: toRange({ from, to }, now()),
    limit,
    ...(cursor === undefined ? {} : { cursor }),
    ...toLogFilters(fields),
  });
  return toPageView(page, toLogView);
}

/** The store's query. */
export function toLogFilters(fields: LogFieldValues): LogFilters {
  const { severity: _, maxSeverity: __, q, ...ids } = fields;
  const { words, attributes } = parseLogSearch(q ?? '');
  return {
    ...ids,
    ...severities(fields),
    ...(words === undefined ? {} : { q: words }),
    ...(attributes.length === 0 ? {} : { attributes }),
  };
}
