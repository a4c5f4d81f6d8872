import { compareVersions, MAX_VERSIONS } from '../../../model/errors/seen';
import { compare } from '../../../model/order';
import type { TimeRange } from '../../../model/time-range';
import { seriesOf, trendOf } from '../../derive/error-hours';
import { earlier, nsToTimeMs } from '../../derive/times';
import type { ErrorDetail, ErrorQuery, ErrorRow, ErrorsQuery, ErrorVersion } from '../../errors';
import type { Page } from '../../page';
import type { Connection } from '../connection';
import { readPage } from '../page';
import { idList } from '../statement';
import {
  type GroupRow,
  type HourRow,
  readBeginnings,
  readGroup,
  readGroups,
  readHours,
  readSamples,
  readVersions,
  sampleTracesOf,
  type VersionRow,
} from './group-rows';

const MOST_FUNCTIONS = 100;

export interface ErrorQueries {
  errors(query: ErrorsQuery): Promise<Page<ErrorRow>>;
  error(query: ErrorQuery): Promise<ErrorDetail | null>;
}

export function prepareErrors(connection: Connection): ErrorQueries {
  const namesOf = async (ids: ReadonlySet<string>): Promise<ReadonlyMap<string, string>> => {
    if (ids.size === 0) return new Map();
    const rows = await connection.ask<{ id: string; name: string }>(
      `SELECT i.function_id AS id, any(i.function_name) AS name FROM invocation AS i
       WHERE i.function_id IN ${idList(ids)} GROUP BY id`,
    );
    return new Map(rows.map(({ id, name }) => [id, name]));
  };

  /** The groups as they are answered, and their hours, in the same order. */
  const toRows = async (groups: readonly GroupRow[], query: ErrorsQuery | ErrorQuery) => {
    if (groups.length === 0) return [];
    const fingerprints = groups.map(({ fingerprint }) => fingerprint);
    const [hours, versions, samples, beginnings] = await Promise.all([
      readHours(connection, query, fingerprints),
      readVersions(connection, fingerprints),
      readSamples(connection, fingerprints),
      readBeginnings(connection, fingerprints),
    ]);
    const functions = hours.flatMap((row) => row.function ?? []);
    const names = await namesOf(new Set(functions));
    return groups.map((group) => {
      const isOwn = (row: { readonly fingerprint: string }) => row.fingerprint === group.fingerprint;
      const own = hours.filter(isOwn);
      return {
        row: {
          ...toRow(group, own, query.range, beginnings.get(group.fingerprint)),
          functions: functionsOf(own, names),
          ...versionsOf(versions.filter(isOwn)),
          sampleTraceIds: sampleTracesOf(samples.find(isOwn)),
        },
        hours: own,
      };
    });
  };

  return {
    errors: (query) =>
      readPage({
        list: 'errors',
        shape: [0n, ''],
        query,
        positionOf: (group: GroupRow) => [BigInt(group.last_ns), group.fingerprint],
        read: (after, limit) => {
          const [lastNs = 0n, fingerprint = ''] = after ?? [];
          return readGroups(connection, query, after && [BigInt(lastNs), String(fingerprint)], limit);
        },
        toItems: async (groups) => (await toRows(groups, query)).map(({ row }) => row),
      }),

    async error(query) {
      const group = await readGroup(connection, query.fingerprint);
      if (group === null) return null;
      const [one] = await toRows([group], query);
      return one ? { ...one.row, series: seriesOf(query.range, one.hours.map(toCounted)) } : null;
    },
  };
}

function toRow(
  group: GroupRow,
  hours: readonly HourRow[],
  range: TimeRange,
  beganNs = BigInt(group.first_ns),
) {
  const sum = (of: (hour: HourRow) => string) => hours.reduce((all, hour) => all + Number(of(hour)), 0);
  return {
    fingerprint: group.fingerprint,
    type: group.error_type,
    message: group.newest_message,
    culprit: group.error_culprit,
    count: sum(({ errors }) => errors),
    trend: trendOf(range, hours.map(toCounted)),
    invocations: sum(({ invoked }) => invoked),
    cost: sum(({ priced }) => priced) === 0 ? null : hours.reduce((all, hour) => all + BigInt(hour.paid), 0n),
    firstSeen: nsToTimeMs(earlier(beganNs, BigInt(group.first_ns))),
    lastSeen: nsToTimeMs(BigInt(group.last_ns)),
  };
}

function toCounted({ hour, errors }: HourRow) {
  return { hour: Number(hour), count: Number(errors) };
}

function functionsOf(hours: readonly HourRow[], names: ReadonlyMap<string, string>): ErrorRow['functions'] {
  return [...new Set(hours.flatMap((hour) => (Number(hour.errors) > 0 && hour.function) || []))]
    .map((id) => ({ id, name: names.get(id) ?? '' }))
    .sort((a, b) => compare(a.name, b.name) || compare(a.id, b.id))
    .slice(0, MOST_FUNCTIONS);
}

function versionsOf(rows: readonly VersionRow[]): Pick<ErrorRow, 'versions' | 'versionsDropped'> {
  const versions = rows
    .toSorted((a, b) => compareVersions(a.version_name, b.version_name))
    .map(
      (row): ErrorVersion => ({
        version: row.version_name === '' ? null : row.version_name,
        count: Number(row.errors),
        firstSeen: nsToTimeMs(BigInt(row.first_ns)),
        lastSeen: nsToTimeMs(BigInt(row.last_ns)),
      }),
    );
  return { versions: versions.slice(-MAX_VERSIONS), versionsDropped: versions.length > MAX_VERSIONS };
}
