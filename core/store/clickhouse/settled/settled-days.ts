import { setTimeout } from 'node:timers/promises';
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

interface Look {
  isSent: boolean;
  answer: Promise<readonly SettledDay[]>;
}

const looks = new WeakMap<Connection, Look>();
const NOTHING: Look['answer'] = Promise.resolve([]);
/** Questions of a page come one by one, from another thread. */
const GATHERED_MS = 1;

/** Nearly every question of a page begins with this one: who asks before it is sent shares it; one that was sent may be too old. */
function look(connection: Connection): Promise<readonly SettledDay[]> {
  const last = looks.get(connection);
  if (last !== undefined && !last.isSent) return last.answer;
  const own: Look = { isSent: false, answer: NOTHING };
  looks.set(connection, own);
  own.answer = Promise.allSettled([last?.answer, setTimeout(GATHERED_MS)]).then(() => {
    own.isSent = true;
    return lookNow(connection);
  });
  return own.answer;
}

/** Where days had been added up when they were looked at last. */
const settling = new WeakSet<Connection>();

async function lookNow(connection: Connection): Promise<readonly SettledDay[]> {
  // Where nothing was added up, what would be compared with it takes several times as long to read.
  if (!settling.has(connection)) {
    const [any] = await connection.ask('SELECT 1 AS found FROM day_made LIMIT 1');
    if (any === undefined) return [];
    settling.add(connection);
  }
  // Whichever is read first: sums of what a day has now are right, and of what it had a moment ago, after they were asked for.
  return connection.ask<SettledDay>(
    `SELECT made.day AS day, toString(made.made) AS made FROM (SELECT * FROM day_made FINAL) AS made
     INNER JOIN (${CONTENTS}) AS current ON current.day = made.day
     WHERE current.content = made.content ORDER BY day`,
  );
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
