import type { z } from 'zod';
import { freshLogs } from '@/core/model/logs/fresh';
import type { LogView } from '@/core/model/views';
import type { LogRow } from '@/core/store/store';
import { services } from './door';
import type { logTailSchema } from './inputs/logs';
import { toLogFilters } from './logs';
import { toLogView } from './views/rows';

const BEGIN_MS = 15 * 60_000;
const BEGIN_ROWS = 200;
/** Read first, so that lines which the store moves meanwhile are recognised. */
const KNOWN_ROWS = 2000;
const ROWS_AT_ONCE = 2000;
const PAUSE_MS = 400;

export interface Tailed {
  /** A cursor to continue after these lines. */
  readonly cursor: string;
  /** Oldest first. */
  readonly lines: readonly LogView[];
}

/**
 * Log records as they arrive, without end: first some from the last minutes unless it continues after a cursor, then
 * everything stored, whatever its time. Nothing is left out; lines from before a cursor may be repeated after it. Yields an
 * empty list from time to time while nothing arrives.
 */
export async function* tailLogs(
  { after, ...fields }: z.output<typeof logTailSchema>,
  wait: (ms: number) => Promise<void>,
): AsyncGenerator<Tailed, void, undefined> {
  const { reader, now } = await services();
  const filters = toLogFilters(fields);
  const fresh = freshLogs<LogRow>();
  let cursor = after ?? null;
  if (cursor === null) {
    const begun = await reader.logArrivals({ after: null, limit: 1 });
    cursor = begun.cursor;
    const range = { fromMs: now() - BEGIN_MS, toMs: now() + BEGIN_MS };
    const { items } = await reader.logs({ range, limit: KNOWN_ROWS, ...filters });
    fresh(items);
    yield { cursor, lines: items.slice(0, BEGIN_ROWS).toReversed().map(toLogView) };
  }
  for (;;) {
    const {
      items,
      cursor: next,
      more,
    } = await reader.logArrivals({
      after: cursor,
      limit: ROWS_AT_ONCE,
      ...filters,
    });
    cursor = next;
    yield { cursor, lines: fresh(items).map(toLogView) };
    if (!more) await wait(PAUSE_MS);
  }
}
