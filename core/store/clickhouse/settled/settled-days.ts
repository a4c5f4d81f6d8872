import { DAY_MS, type TimeRange } from '../../../model/time-range';
import { MAX_TIME_MS } from '../../derive/times';
import type { Connection } from '../connection';
import { DAY_NS, SEVERAL_DAYS } from '../days';
import type { Layout } from '../schema/layout';

/** Days, since the epoch, with the sums of their hours that are right now. */
export interface SettledDay {
  readonly day: number;
  /** Which sums. */
  readonly made: string;
}

export const EVER: TimeRange = { fromMs: 0, toMs: MAX_TIME_MS };

const REMOVALS = 'removals';

/** To be called before people's deletions remove rows of traces, and again when they have. */
export function noteRemoval(connection: Connection): Promise<void> {
  return connection.command(
    `INSERT INTO progress (name, value) SELECT '${REMOVALS}', toUnixTimestamp64Nano(now64(9))`,
  );
}

/**
 * What changes with the rows of each day: the number of the last block that was inserted, which rows of traces of several
 * days have to do with it, and when people last had something removed. Merging changes none of it.
 */
export const CONTENTS = `SELECT own.day AS day, own.changed AS changed,
  concat(toString(own.blocks), ' ', toString(ifNull(shared.rows, 0)), ' ',
    toString((SELECT max(value) FROM progress WHERE name = '${REMOVALS}'))) AS content
  FROM (SELECT toInt32(partition) AS day, max(modification_time) AS changed,
      max(max_block_number) AS blocks
    FROM system.parts WHERE database = currentDatabase() AND table = 'trace' AND active GROUP BY day) AS own
  LEFT JOIN (SELECT arrayJoin(days) AS one, sum(cityHash64(trace_id, part, version)) AS rows
    FROM trace WHERE day = ${SEVERAL_DAYS} GROUP BY one) AS shared ON shared.one = own.day
  WHERE own.day != ${SEVERAL_DAYS}`;

/**
 * Whether days can be added up: what a replica tells of its parts may be older than the rows that another one answers, and
 * sums are never wrong.
 */
export function canSettle({ cluster }: Layout): boolean {
  return cluster === null;
}

/** The days within the range whose rows are still those that were added up: as of after the call. */
export async function readSettledDays(
  connection: Connection,
  { fromMs, toMs }: TimeRange,
): Promise<readonly SettledDay[]> {
  const [from, until] = [Math.ceil(fromMs / DAY_MS), Math.floor(toMs / DAY_MS)];
  if (until <= from || !canSettle(connection)) return [];
  return (await look(connection)).filter(({ day }) => day >= from && day < until);
}

interface Looks {
  running: Promise<readonly SettledDay[]> | null;
  /** Begins when the running one has ended. */
  next: Promise<readonly SettledDay[]> | null;
}

const looks = new WeakMap<Connection, Looks>();

/** Nearly every question of a page begins with this one: who asks while one runs, which may be too old for them, share the next. */
function look(connection: Connection): Promise<readonly SettledDay[]> {
  const own = looks.get(connection) ?? { running: null, next: null };
  looks.set(connection, own);
  if (own.next !== null) return own.next;
  const begin = () => {
    own.next = null;
    own.running = lookNow(connection).finally(() => {
      own.running = null;
    });
    return own.running;
  };
  if (own.running === null) return begin();
  own.next = own.running.then(begin, begin);
  return own.next;
}

async function lookNow(connection: Connection): Promise<readonly SettledDay[]> {
  const made = await connection.ask<SettledDay & { readonly content: string }>(
    'SELECT day, toString(made) AS made, content FROM day_made FINAL ORDER BY day',
  );
  // Where nothing was added up, what would be compared with it takes several times as long to read.
  if (made.length === 0) return [];
  // Read later, so that what is equal has not changed since it was added up.
  const contents = await connection.ask<{ readonly day: number; readonly content: string }>(
    `SELECT day, content FROM (${CONTENTS}) WHERE day IN (${made.map(({ day }) => day).join(', ')})`,
  );
  const now = new Map(contents.map(({ day, content }) => [day, content]));
  return made
    .filter(({ day, content }) => now.get(day) === content)
    .map(({ day, made: sums }) => ({ day, made: sums }));
}

/** True of `invocation AS i` that start on other days. */
export function notSettled(days: readonly SettledDay[]): string {
  if (days.length === 0) return 'true';
  const list = days.map(({ day }) => day).join(', ');
  return `i.day NOT IN (${list}) AND intDiv(i.start_ns, ${DAY_NS}) NOT IN (${list})`;
}

/** True of the sums of these days, as what is asked `aboutHours` of `DAY_TABLES`. */
export function amongSettled(days: readonly SettledDay[]): string {
  if (days.length === 0) return 'false';
  return `(i.day, i.made) IN (${days.map(({ day, made }) => `(${day}, ${made})`).join(', ')})`;
}
