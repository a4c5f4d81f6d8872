import type Database from 'better-sqlite3';

import { sampleTraces, timeOf, type VersionSeen } from '../../../model/errors/seen';
import { compare } from '../../../model/order';
import type { TimeRange } from '../../../model/time-range';
import { type CountedHour, seriesOf, trendParts, wholeHours } from '../../derive/error-hours';
import { msToNs } from '../../derive/times';
import type { ErrorDetail, ErrorQuery, ErrorRow, ErrorsQuery, ErrorVersion } from '../../errors';
import type { Page } from '../../page';
import type { BlockSearch } from '../blocks/block-search';
import { Conditions, contains, idBytes, type SqlValue } from '../conditions';
import { readPage } from '../page';
import { spansOfTrace } from '../trace-lookup';
import { hexBytes, nsToTimeMs } from '../values';
import { parseSeen } from './error-table';

const MOST_FUNCTIONS = 100;
const NOTHING = [null, null, null, null, null] as const;

interface GroupRow {
  readonly no: bigint;
  readonly fingerprint: Buffer;
  readonly type: string;
  readonly culprit: string;
  readonly message: string;
  readonly first_seen_ns: bigint;
  readonly last_seen_ns: bigint;
  readonly seen: string;
}

/**
 * Sums over hours, null for none. Of costs, which may be more than an integer of the database holds, the sum of those of up
 * to twelve digits (a dollar), and how many there are of more.
 */
type CountsRow = readonly [
  count: number | null,
  invocations: number | null,
  priced: number | null,
  smallCosts: string | null,
  largeCosts: number | null,
];
const COUNTS = `sum(count), sum(invocations), sum(priced),
  CAST(sum(CASE WHEN length(cost_pico_usd) <= 12 THEN CAST(cost_pico_usd AS INTEGER) END) AS TEXT),
  sum(length(cost_pico_usd) > 12)`;

/** Of a group in hours from one up to another. */
interface Counts {
  readonly count: number;
  readonly invocations: number;
  readonly priced: number;
  readonly cost: bigint;
}

/** What is counted of a group in what was asked for. */
interface HourQueries {
  readonly counts: (group: GroupRow, from: number, to: number) => Counts;
  readonly functionIds: (group: GroupRow) => readonly string[];
  readonly hours: (group: GroupRow) => readonly CountedHour[];
}

export interface ErrorQueries {
  errors(query: ErrorsQuery): Page<ErrorRow>;
  error(query: ErrorQuery): ErrorDetail | null;
}

export function prepareErrors(db: Database.Database, blocks: BlockSearch): ErrorQueries {
  const findGroup = db
    .prepare<[Buffer], GroupRow>('SELECT * FROM error_group WHERE fingerprint = ?')
    .safeIntegers();
  const nameOf = db.prepare<[string], string>('SELECT name FROM function WHERE id = ?').pluck();

  const hoursOf = (query: ErrorsQuery | ErrorQuery): HourQueries => {
    const { from, to } = wholeHours(query.range);
    const { where, values } = narrowed(new Conditions().and('h.group_no = ?'), query);
    const select = <Row>(what: string, more = '') =>
      db.prepare<SqlValue[], Row>(`SELECT ${what} FROM error_hour h ${where} AND ${IN_HOURS} ${more}`);
    const counts = select<CountsRow>(COUNTS).raw();
    const ids = select<Buffer>('DISTINCT function_id', 'AND count > 0').pluck();
    const hours = select<CountedHour>('hour, sum(count) AS count', 'GROUP BY hour');
    const largeCosts = select<string>('cost_pico_usd', 'AND length(cost_pico_usd) > 12').pluck();
    return {
      counts({ no }, since, until) {
        const span = [no, ...values, since, until];
        const [count, invocations, priced, small, large] = counts.get(...span) ?? NOTHING;
        const costs = [small ?? '0', ...(large ? largeCosts.all(...span) : [])];
        const cost = costs.reduce((all, one) => all + BigInt(one), 0n);
        return { count: count ?? 0, invocations: invocations ?? 0, priced: priced ?? 0, cost };
      },
      functionIds: ({ no }) => ids.all(no, ...values, from, to).map((id) => id.toString('hex')),
      hours: ({ no }) => hours.all(no, ...values, from, to),
    };
  };

  const functionsOf = (ids: readonly string[]): ErrorRow['functions'] =>
    ids
      .filter((id) => id !== '')
      .map((id) => ({ id, name: nameOf.get(id) ?? '' }))
      .sort((a, b) => compare(a.name, b.name) || compare(a.id, b.id))
      .slice(0, MOST_FUNCTIONS);

  /** Each part of the trend is summed where it lies: a month has as many rows as hours and functions that failed. */
  const toRow = (group: GroupRow, hours: HourQueries, range: TimeRange): ErrorRow => {
    const seen = parseSeen(group.seen);
    const parts = trendParts(range).map(({ from, to }) => hours.counts(group, from, to));
    const trend = parts.map(({ count }) => count);
    const isPriced = parts.some(({ priced }) => priced > 0);
    return {
      fingerprint: group.fingerprint.toString('hex'),
      type: group.type,
      message: group.message,
      culprit: group.culprit,
      count: sum(trend),
      trend,
      invocations: sum(parts.map(({ invocations }) => invocations)),
      cost: isPriced ? parts.reduce((all, { cost }) => all + cost, 0n) : null,
      firstSeen: nsToTimeMs(group.first_seen_ns),
      lastSeen: nsToTimeMs(group.last_seen_ns),
      functions: functionsOf(hours.functionIds(group)),
      versions: seen.versions.map(toVersion),
      versionsDropped: seen.versionsDropped,
      sampleTraceIds: sampleTraces(seen),
    };
  };

  const listGroups = (query: ErrorsQuery, after: readonly SqlValue[] | null, limit: number) => {
    const { from, to } = wholeHours(query.range);
    const inRange = narrowed(new Conditions().and(IN_HOURS, from, to), query);
    const conditions = new Conditions().and(
      `EXISTS (SELECT 1 FROM error_hour h ${inRange.where} AND h.group_no = g.no AND h.count > 0)`,
      ...inRange.values,
    );
    if (query.traceId !== undefined) conditions.and(...isOfTrace(query.traceId, query.environment, blocks));
    if (query.q) search(conditions, query.q);
    if (query.beganInRange) {
      const { fromMs, toMs } = query.range;
      conditions.and('g.first_seen_ns >= ? AND g.first_seen_ns < ?', msToNs(fromMs), msToNs(toMs));
    }
    if (after) conditions.and('(g.last_seen_ns, g.fingerprint) < (?, ?)', ...after);
    return db
      .prepare<SqlValue[], GroupRow>(
        `SELECT * FROM error_group g ${conditions.where}
         ORDER BY g.last_seen_ns DESC, g.fingerprint DESC LIMIT ?`,
      )
      .safeIntegers()
      .all(...conditions.values, limit);
  };

  return {
    errors: (query) =>
      readPage({
        list: 'errors',
        shape: [0n, ''],
        query,
        positionOf: (group: GroupRow) => [group.last_seen_ns, group.fingerprint.toString('hex')],
        read: (after, limit) => {
          const [lastSeenNs = 0n, fingerprint = ''] = after ?? [];
          return listGroups(query, after && [lastSeenNs, hexBytes(String(fingerprint))], limit);
        },
        toItems: (groups) => {
          const hours = hoursOf(query);
          return groups.map((group) => toRow(group, hours, query.range));
        },
      }),

    error(query) {
      const group = findGroup.get(idBytes(query.fingerprint, 16) ?? Buffer.alloc(0));
      if (group === undefined) return null;
      const hours = hoursOf(query);
      return { ...toRow(group, hours, query.range), series: seriesOf(query.range, hours.hours(group)) };
    },
  };
}

const IN_HOURS = 'h.hour >= ? AND h.hour < ?';

/** To the hours `h` of the environment and function that are asked for. */
function narrowed(conditions: Conditions, { environment, functionId }: ErrorsQuery | ErrorQuery): Conditions {
  return conditions
    .andIf(environment, 'h.environment = ?')
    .andIf(functionId === undefined ? undefined : hexBytes(functionId), 'h.function_id = ?');
}

/** A condition on groups `g`: that an invocation of the trace, and of the environment, has one of their errors. */
function isOfTrace(
  typed: string,
  environment: string | undefined,
  blocks: BlockSearch,
): [sql: string, ...values: SqlValue[]] {
  const traceId = idBytes(typed, 32);
  const spans = traceId === null ? [] : [...spansOfTrace(blocks, traceId.toString('hex')).values()];
  const starts = spans.map(({ startNs }) => startNs).sort((a, b) => (a < b ? -1 : 1));
  const { where, values } = new Conditions()
    .and('e.start_ns >= ? AND e.start_ns <= ?', starts.at(0) ?? 0n, starts.at(-1) ?? 0n)
    .and('e.trace_id = ?', traceId)
    .andIf(environment, 'i.function_no IN (SELECT no FROM function WHERE environment = ?)');
  return [
    `g.no IN (SELECT e.group_no FROM error_invocation e CROSS JOIN invocation i
       ON i.start_ns = e.start_ns AND i.trace_id = e.trace_id AND i.span_id = e.span_id ${where})`,
    ...values,
  ];
}

function search(conditions: Conditions, q: string): void {
  conditions.and(
    `${contains('g.type')} OR ${contains('g.message')} OR ${contains('g.culprit')} OR g.fingerprint = ?`,
    q,
    q,
    q,
    idBytes(q, 16),
  );
}

function toVersion({ version, count, oldest, newest }: VersionSeen): ErrorVersion {
  return {
    version: version === '' ? null : version,
    count,
    firstSeen: nsToTimeMs(timeOf(oldest) ?? 0n),
    lastSeen: nsToTimeMs(timeOf(newest) ?? 0n),
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0);
}
