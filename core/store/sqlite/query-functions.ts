import type Database from 'better-sqlite3';
import { Figures } from '../derive/figures';
import type { FunctionRow, FunctionsQuery, FunctionWithTotals, Page } from '../store';
import { Conditions, contains, type SqlValue } from './conditions';
import { prepareCounted } from './counted-figures';
import { coverRange } from './cover-range';
import { readPage } from './page';
import type { AddRollups } from './read-rollups';
import { prepareMinutesSince } from './retention/floor';
import { nsToTimeMs } from './values';

/** What the table `function` has of a function, by the names of its columns. */
export interface FunctionRecord {
  readonly id: string;
  readonly provider: string;
  readonly account_id: string;
  readonly region: string;
  readonly environment: string;
  readonly name: string;
  readonly service: string | null;
  readonly platform: string | null;
  readonly runtime: string | null;
  readonly architecture: string | null;
  readonly memory_mb: bigint | null;
  readonly timeout_ms: bigint | null;
  readonly version: string | null;
  readonly first_seen_ns: bigint;
  readonly last_seen_ns: bigint;
}

export interface FunctionQueries {
  functions(query: FunctionsQuery): Page<FunctionWithTotals>;
  function(functionId: string): FunctionRow | null;
}

export function prepareFunctions(db: Database.Database, addRollups: AddRollups): FunctionQueries {
  const counted = prepareCounted(db);
  const minutesSince = prepareMinutesSince(db);
  const byId = db.prepare<[string], FunctionRecord>('SELECT * FROM function WHERE id = ?').safeIntegers();

  return {
    function(functionId) {
      const record = byId.get(functionId);
      return record ? toRow(record) : null;
    },

    functions: (query) =>
      readPage({
        list: 'functions',
        shape: ['', ''],
        query,
        positionOf: ({ name, id }: FunctionRecord) => [name, id],
        read: (after, limit) => {
          const conditions = new Conditions().andIf(query.environment, 'environment = ?');
          if (query.search) conditions.and(contains('name'), query.search);
          if (after) conditions.and('(name, id) > (?, ?)', ...after);
          return db
            .prepare<SqlValue[], FunctionRecord>(
              `SELECT * FROM function ${conditions.where} ORDER BY name, id LIMIT ?`,
            )
            .safeIntegers()
            .all(...conditions.values, limit);
        },
        toItems: (records) => {
          const pieces = coverRange(query.range, { minutesSince: minutesSince() });
          const beyond = new Map(
            Array.from(
              counted({}, pieces, () => 0),
              (more) => [more.functionId, more] as const,
            ),
          );
          const { percentiles, costs } = query;
          // One after the other: the histograms of a whole page of functions would wait for the collection of garbage.
          return records.map((record) => {
            const figures = new Figures(costs);
            addRollups({ scopes: [record.id], pieces, percentiles, costs }, () => figures);
            const more = beyond.get(record.id);
            if (more) figures.addCounted(more);
            return { function: toRow(record), totals: figures.totals() };
          });
        },
      }),
  };
}

function toRow(record: FunctionRecord): FunctionRow {
  return {
    id: record.id,
    provider: record.provider,
    accountId: record.account_id,
    region: record.region,
    environment: record.environment,
    name: record.name,
    service: record.service,
    platform: record.platform,
    runtime: record.runtime,
    architecture: record.architecture,
    memoryMb: record.memory_mb === null ? null : Number(record.memory_mb),
    timeoutMs: record.timeout_ms === null ? null : Number(record.timeout_ms),
    version: record.version,
    firstSeen: nsToTimeMs(record.first_seen_ns),
    lastSeen: nsToTimeMs(record.last_seen_ns),
  };
}
