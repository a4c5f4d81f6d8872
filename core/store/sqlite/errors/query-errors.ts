import type Database from 'better-sqlite3';

import { sampleTraces, timeOf, type VersionSeen } from '../../../model/errors/seen';
import { compare } from '../../../model/order';
import type { TimeRange } from '../../../model/time-range';
import { seriesOf, trendOf, wholeHours } from '../../derive/error-hours';
import type { ErrorDetail, ErrorQuery, ErrorRow, ErrorsQuery, ErrorVersion } from '../../errors';
import type { Page } from '../../page';
import type { BlockSearch } from '../blocks/block-search';
import { Conditions, contains, idBytes, type SqlValue } from '../conditions';
import { readPage } from '../page';
import { spansOfTrace } from '../trace-lookup';
import { hexBytes, nsToTimeMs } from '../values';
import { parseSeen } from './error-table';

const MOST_FUNCTIONS = 100;

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

interface HourRow {
  readonly hour: number;
  readonly function_id: Buffer;
  readonly count: number;
  readonly invocations: number;
  readonly priced: number;
  readonly cost_pico_usd: string;
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

  const hoursOf = (group: GroupRow, query: ErrorsQuery | ErrorQuery): readonly HourRow[] => {
    const conditions = hourConditions(query);
    return db
      .prepare<SqlValue[], HourRow>(`SELECT * FROM error_hour h ${conditions.where} AND h.group_no = ?`)
      .all(...conditions.values, group.no);
  };

  const functionsOf = (hours: readonly HourRow[]): ErrorRow['functions'] =>
    [...new Set(hours.flatMap((hour) => (hour.count > 0 ? hour.function_id.toString('hex') : [])))]
      .filter((id) => id !== '')
      .map((id) => ({ id, name: nameOf.get(id) ?? '' }))
      .sort((a, b) => compare(a.name, b.name) || compare(a.id, b.id))
      .slice(0, MOST_FUNCTIONS);

  const toRow = (group: GroupRow, hours: readonly HourRow[], range: TimeRange): ErrorRow => {
    const seen = parseSeen(group.seen);
    const priced = sum(hours, ({ priced }) => priced);
    return {
      fingerprint: group.fingerprint.toString('hex'),
      type: group.type,
      message: group.message,
      culprit: group.culprit,
      count: sum(hours, ({ count }) => count),
      trend: trendOf(range, hours),
      invocations: sum(hours, ({ invocations }) => invocations),
      cost: priced === 0 ? null : hours.reduce((all, hour) => all + BigInt(hour.cost_pico_usd), 0n),
      firstSeen: nsToTimeMs(group.first_seen_ns),
      lastSeen: nsToTimeMs(group.last_seen_ns),
      functions: functionsOf(hours),
      versions: seen.versions.map(toVersion),
      versionsDropped: seen.versionsDropped,
      sampleTraceIds: sampleTraces(seen),
    };
  };

  const listGroups = (query: ErrorsQuery, after: readonly SqlValue[] | null, limit: number) => {
    const inRange = hourConditions(query);
    const conditions = new Conditions().and(
      `EXISTS (SELECT 1 FROM error_hour h ${inRange.where} AND h.group_no = g.no AND h.count > 0)`,
      ...inRange.values,
    );
    if (query.traceId !== undefined) conditions.and(...isOfTrace(query.traceId, query.environment, blocks));
    if (query.q) search(conditions, query.q);
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
        toItems: (groups) => groups.map((group) => toRow(group, hoursOf(group, query), query.range)),
      }),

    error(query) {
      const group = findGroup.get(idBytes(query.fingerprint, 16) ?? Buffer.alloc(0));
      if (group === undefined) return null;
      const hours = hoursOf(group, query);
      return { ...toRow(group, hours, query.range), series: seriesOf(query.range, hours) };
    },
  };
}

function hourConditions({ range, environment, functionId }: ErrorsQuery | ErrorQuery): Conditions {
  const { from, to } = wholeHours(range);
  return new Conditions()
    .and('h.hour >= ? AND h.hour < ?', from, to)
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

function sum(hours: readonly HourRow[], of: (hour: HourRow) => number): number {
  return hours.reduce((all, hour) => all + of(hour), 0);
}
