import { wholeHours } from '../../derive/error-hours';
import { msToNs } from '../../derive/times';
import type { ErrorQuery, ErrorsQuery } from '../../errors';
import type { Connection } from '../connection';
import { withinDaysNs } from '../days';
import { Conditions, contains, idList, idText } from '../statement';

export const HOUR_NS = 3_600_000_000_000n;

/** What all errors of a group tell, whatever the range and the filters. */
export interface GroupRow {
  readonly fingerprint: string;
  readonly error_type: string;
  readonly error_culprit: string;
  readonly newest_message: string;
  readonly first_ns: string;
  readonly last_ns: string;
}

/** Errors of a group in one hour and function, or the invocations that had one. */
export interface HourRow {
  readonly fingerprint: string;
  readonly hour: string;
  readonly function: string | null;
  readonly errors: string;
  readonly invoked: string;
  readonly priced: string;
  readonly paid: string;
}

export interface VersionRow {
  readonly fingerprint: string;
  readonly version_name: string;
  readonly errors: string;
  readonly first_ns: string;
  readonly last_ns: string;
}

export interface SampleRow {
  readonly fingerprint: string;
  /** Times and ids of traces; times of the newest are negative. */
  readonly newest: readonly (readonly [string, string])[];
  readonly oldest: readonly (readonly [string, string])[];
}

/** How many traces of each end are shown. */
const MOST_SAMPLES = 5;

const GROUPS = `SELECT e.fingerprint AS fingerprint, any(e.type) AS error_type, any(e.culprit) AS error_culprit,
  argMax(e.message, (e.time_ns, e.trace_id, e.message)) AS newest_message, min(e.time_ns) AS first_ns,
  max(e.time_ns) AS last_ns FROM error AS e`;

/** What the errors that are counted have in common. */
function counted(
  { range, environment, functionId }: ErrorsQuery | ErrorQuery,
  time = 'e.time_ns',
): Conditions {
  const hours = wholeHours(range);
  const [from, to] = [BigInt(hours.from) * HOUR_NS, BigInt(hours.to) * HOUR_NS];
  return new Conditions()
    .and(`${time} >= ? AND ${time} < ?`, from, to)
    .and(withinDaysNs('e.day', from, to))
    .andIf(environment, 'e.environment = ?')
    .andIf(functionId, 'e.function_id = ?');
}

export function readGroups(
  connection: Connection,
  query: ErrorsQuery,
  after: readonly [bigint, string] | null,
  limit: number,
): Promise<readonly GroupRow[]> {
  const conditions = counted(query);
  let among = `e.fingerprint IN (SELECT e.fingerprint FROM error AS e ${conditions.where})`;
  if (query.traceId !== undefined) {
    const ofTrace = conditions.bind("e.trace_id = ? AND e.invocation != ''", idText(query.traceId, 32) ?? '');
    const ofEnvironment =
      query.environment === undefined ? '' : conditions.bind(' AND e.environment = ?', query.environment);
    among += ` AND e.fingerprint IN (SELECT e.fingerprint FROM error AS e WHERE ${ofTrace}${ofEnvironment})`;
  }
  const having: string[] = [];
  if (query.q) {
    const parts = ['error_type', 'newest_message', 'error_culprit'].map(contains);
    const id = idText(query.q, 16) ?? '';
    having.push(
      `(${conditions.bind(`${parts.join(' OR ')} OR fingerprint = ?`, query.q, query.q, query.q, id)})`,
    );
  }
  if (query.beganInRange) {
    const [from, to] = [msToNs(query.range.fromMs), msToNs(query.range.toMs)];
    having.push(conditions.bind('first_ns >= ? AND first_ns < ?', from, to));
    // Errors of those that began earlier may be gone.
    among += ` AND e.fingerprint NOT IN (SELECT s.fingerprint FROM error_seen AS s WHERE ${conditions.bind('s.first_ns < ?', from)})`;
  }
  if (after) having.push(conditions.bind('(last_ns, fingerprint) < (?, ?)', ...after));
  return connection.ask(
    `${GROUPS} WHERE ${among} GROUP BY fingerprint ${having.length === 0 ? '' : `HAVING ${having.join(' AND ')}`}
     ORDER BY last_ns DESC, fingerprint DESC LIMIT ${limit}`,
    conditions.values,
  );
}

export async function readGroup(connection: Connection, fingerprint: string): Promise<GroupRow | null> {
  const conditions = new Conditions().and('e.fingerprint = ?', idText(fingerprint, 16) ?? '');
  const [row] = await connection.ask<GroupRow>(
    `${GROUPS} ${conditions.where} GROUP BY fingerprint`,
    conditions.values,
  );
  return row ?? null;
}

/** When each group began whose first errors may be gone, nanoseconds since the epoch. */
export async function readBeginnings(
  connection: Connection,
  fingerprints: readonly string[],
): Promise<ReadonlyMap<string, bigint>> {
  const rows = await connection.ask<{ fingerprint: string; first: string }>(
    `SELECT fingerprint, toString(min(first_ns)) AS first FROM error_seen
     WHERE fingerprint IN ${idList(fingerprints)} GROUP BY fingerprint`,
  );
  return new Map(rows.map(({ fingerprint, first }) => [fingerprint, BigInt(first)]));
}

/** Errors when they happened, and invocations, in rows of their own, when they started. */
export async function readHours(
  connection: Connection,
  query: ErrorsQuery | ErrorQuery,
  fingerprints: readonly string[],
): Promise<readonly HourRow[]> {
  const read = (time: string, figures: string, { where, values }: Conditions): Promise<readonly HourRow[]> =>
    connection.ask(
      `SELECT e.fingerprint AS fingerprint, toString(intDiv(${time}, ${HOUR_NS})) AS hour, e.function_id AS function,
         ${figures}
       FROM error AS e ${where} AND e.fingerprint IN ${idList(fingerprints)}
       GROUP BY fingerprint, hour, function`,
      values,
    );
  const invoked = `'0' AS errors, count() AS invoked, countIf(e.cost IS NOT NULL) AS priced,
    sum(toInt128(ifNull(e.cost, 0))) AS paid`;
  const rows = await Promise.all([
    read('e.time_ns', `count() AS errors, '0' AS invoked, '0' AS priced, '0' AS paid`, counted(query)),
    read('e.invocation_ns', invoked, counted(query, 'e.invocation_ns').and("e.invocation != ''")),
  ]);
  return rows.flat();
}

export function readVersions(
  connection: Connection,
  fingerprints: readonly string[],
): Promise<readonly VersionRow[]> {
  return connection.ask(
    `SELECT e.fingerprint AS fingerprint, ifNull(e.version, '') AS version_name, count() AS errors,
       min(e.time_ns) AS first_ns, max(e.time_ns) AS last_ns
     FROM error AS e WHERE e.fingerprint IN ${idList(fingerprints)} GROUP BY fingerprint, version_name`,
  );
}

/** The traces at both ends. */
export function readSamples(
  connection: Connection,
  fingerprints: readonly string[],
): Promise<readonly SampleRow[]> {
  return connection.ask(
    `SELECT fingerprint, groupArraySorted(${MOST_SAMPLES})((-last, trace)) AS newest,
       groupArraySorted(${MOST_SAMPLES})((first, trace)) AS oldest
     FROM (SELECT e.fingerprint AS fingerprint, e.trace_id AS trace, min(e.time_ns) AS first, max(e.time_ns) AS last
           FROM error AS e WHERE e.fingerprint IN ${idList(fingerprints)} AND NOT startsWith(e.trace_id, '-')
           GROUP BY fingerprint, trace)
     GROUP BY fingerprint`,
  );
}

export function sampleTracesOf(sample: SampleRow | undefined): readonly string[] {
  const ends = [...(sample?.newest ?? []), ...(sample?.oldest ?? [])];
  return [...new Set(ends.map(([, traceId]) => traceId))];
}
