import type { z } from 'zod';
import { FaaslensError } from '@/core/errors';
import type { LogContextView } from '@/core/model/log-views';
import { DAY_MS } from '@/core/model/time-range';
import type { LogFilters, LogRow, TelemetryReader } from '@/core/store/store';
import { services } from './door';
import { logContextSchema } from './inputs/logs';
import { parseInput } from './inputs/parse';
import { toLogFilters } from './logs';
import { toLogView } from './views/rows';

const FARTHEST_MS = 7 * DAY_MS;
/** A microsecond: the resolution of times. */
const INSTANT_MS = 0.001;
const MOST_ROWS = 2000;
const MOST_TRIES = 24;

/**
 * What was logged right before and after a record, within a week of it.
 * @throws FaaslensError `not_found` if the filters match no such record.
 */
export async function logContext(input: z.input<typeof logContextSchema>): Promise<LogContextView> {
  const { reader } = await services();
  const { around, limit, ...fields } = parseInput(logContextSchema, input);
  const filters = toLogFilters(fields);
  const nanoseconds = BigInt(around.slice(0, around.indexOf('-')));
  const time = Number(nanoseconds / 1000n) / 1000;
  const [until, since] = await Promise.all([
    reader.logs({
      range: { fromMs: time - FARTHEST_MS, toMs: time + INSTANT_MS },
      limit: MOST_ROWS,
      ...filters,
    }),
    rowsAfter(reader, filters, time, limit),
  ]);
  const place = until.items.findIndex(({ id }) => id === around);
  const record = until.items[place];
  if (record === undefined) throw new FaaslensError('not_found', 'around: there is no such log record here');
  const sameTime = until.items.slice(0, place).toReversed();
  return {
    before: until.items
      .slice(place + 1, place + 1 + limit)
      .toReversed()
      .map(toLogView),
    record: toLogView(record),
    after: [...sameTime, ...since].slice(0, limit).map(toLogView),
  };
}

/**
 * The first rows after a time, oldest first. Lists begin with the newest, so ranges of growing length are queried
 * until one has enough, and shorter ones again if it has too many.
 */
async function rowsAfter(
  reader: TelemetryReader,
  filters: LogFilters,
  time: number,
  limit: number,
): Promise<readonly LogRow[]> {
  const fromMs = time + INSTANT_MS;
  let best: readonly LogRow[] = [];
  let [tooShort, tooLong] = [0, Number.POSITIVE_INFINITY];
  let length = 1000;
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const range = { fromMs, toMs: fromMs + length };
    const { items, nextCursor } = await reader.logs({ range, limit: MOST_ROWS, ...filters });
    if (nextCursor === null) {
      best = items.toReversed();
      if (items.length >= limit || length >= FARTHEST_MS) break;
      tooShort = length;
    } else {
      tooLong = length;
    }
    if (tooLong - tooShort <= INSTANT_MS) break;
    length =
      tooLong === Number.POSITIVE_INFINITY ? Math.min(length * 10, FARTHEST_MS) : (tooShort + tooLong) / 2;
  }
  return best.slice(0, limit);
}
