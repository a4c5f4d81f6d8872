import type { TimeRange } from '../../model/time-range';
import { Figures } from '../derive/figures';
import { nsToTimeMs } from '../derive/times';
import type { FunctionRow, FunctionsQuery, FunctionWithTotals, Page } from '../store';
import type { Connection } from './connection';
import type { CountedFigures } from './executions/query-counts';
import { neededFigures, toFigureRow } from './figure-columns';
import { figureConditions } from './figure-conditions';
import { askFigures } from './figure-rows';
import { SEEN_SELECT, seenFunctions } from './function-columns';
import { readPage } from './page';
import { WHOLE_MS } from './query-figures';
import { EVER, readSettledDays } from './settled/settled-days';
import { Conditions, contains } from './statement';

type Facts = readonly [
  service: string | null,
  platform: string | null,
  runtime: string | null,
  architecture: string | null,
  memoryMb: string | null,
  timeoutMs: string | null,
  version: string | null,
];

interface FunctionRecord {
  readonly function_id: string;
  readonly name: string;
  readonly provider_name: string;
  readonly account: string;
  readonly region_name: string;
  readonly environment_name: string;
  readonly told: Facts;
  readonly earliest: string;
  readonly latest: string;
}

export interface FunctionQueries {
  functions(query: FunctionsQuery): Promise<Page<FunctionWithTotals>>;
  function(functionId: string): Promise<FunctionRow | null>;
}

export function prepareFunctions(connection: Connection, counted: CountedFigures): FunctionQueries {
  const totalsOf = async (query: FunctionsQuery, ids: readonly string[]): Promise<Map<string, Figures>> => {
    const ofThese = (range: TimeRange) => ({
      conditions: figureConditions({ range }).and('has(?, i.function_id)', ids),
      select: 'i.function_id AS id',
      groupBy: 'id',
    });
    const [rows, counts] = await Promise.all([
      askFigures<{ readonly id: string }>(connection, query.range, ofThese, { names: neededFigures(query) }),
      counted({ range: query.range }, WHOLE_MS),
    ]);
    const totals = new Map<string, Figures>();
    const of = (id: string) => {
      const figures = totals.get(id) ?? new Figures(query.costs);
      totals.set(id, figures);
      return figures;
    };
    for (const row of rows) of(row.id).add(toFigureRow(row));
    for (const more of counts) of(more.functionId).addCounted(more);
    return totals;
  };

  return {
    async function(functionId) {
      const conditions = new Conditions().and('i.function_id = ?', functionId);
      const [record] = await connection.ask<FunctionRecord>(
        `SELECT ${SEEN_SELECT} FROM ${seenFunctions(conditions.where, await readSettledDays(connection, EVER))}
         GROUP BY function_id`,
        conditions.values,
      );
      return record ? toRow(record) : null;
    },

    functions: (query) =>
      readPage({
        list: 'functions',
        shape: ['', ''],
        query,
        positionOf: ({ name, function_id }: FunctionRecord) => [name, function_id],
        read: async (after, limit) => {
          const conditions = new Conditions().andIf(query.environment, 'i.environment = ?');
          if (query.search) conditions.and(contains('i.function_name'), query.search);
          if (after) {
            const [name = '', id = ''] = after;
            conditions.and('(i.function_name, i.function_id) > (?, ?)', String(name), String(id));
          }
          return connection.ask<FunctionRecord>(
            `SELECT ${SEEN_SELECT} FROM ${seenFunctions(conditions.where, await readSettledDays(connection, EVER))}
             GROUP BY function_id ORDER BY name, function_id LIMIT ${limit}`,
            conditions.values,
          );
        },
        toItems: async (records) => {
          const ids = records.map(({ function_id }) => function_id);
          const totals = ids.length === 0 ? null : await totalsOf(query, ids);
          return records.map((record) => ({
            function: toRow(record),
            totals: (totals?.get(record.function_id) ?? new Figures(query.costs)).totals(),
          }));
        },
      }),
  };
}

function toRow(record: FunctionRecord): FunctionRow {
  const [service, platform, runtime, architecture, memoryMb, timeoutMs, version] = record.told;
  return {
    id: record.function_id,
    provider: record.provider_name,
    accountId: record.account,
    region: record.region_name,
    environment: record.environment_name,
    name: record.name,
    service,
    platform,
    runtime,
    architecture,
    memoryMb: memoryMb === null ? null : Number(memoryMb),
    timeoutMs: timeoutMs === null ? null : Number(timeoutMs),
    version,
    firstSeen: nsToTimeMs(BigInt(record.earliest)),
    lastSeen: nsToTimeMs(BigInt(record.latest)),
  };
}
