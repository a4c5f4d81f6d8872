import { Figures } from '../derive/figures';
import { nsToTimeMs } from '../derive/times';
import type { FunctionRow, FunctionsQuery, FunctionWithTotals, Page } from '../store';
import type { Connection } from './connection';
import type { CountedFigures } from './executions/query-counts';
import { type AnsweredFigures, FIGURE_SELECT, toFigureRow } from './figure-columns';
import { readPage } from './page';
import { figureConditions, WHOLE_MS } from './query-figures';
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
  readonly facts: Facts;
  readonly first_ns: string;
  readonly last_ns: string;
}

// The facts are those of the newest invocation, one with a span and a sound clock rather than another.
const SELECT = `SELECT i.function_id AS function_id, any(i.function_name) AS name, any(i.provider) AS provider_name,
  any(i.account_id) AS account, any(i.region) AS region_name, any(i.environment) AS environment_name,
  argMax((i.service, i.platform, i.runtime, i.architecture, i.memory_mb, i.timeout_ms, i.version),
    (i.source != 'platform', i.is_ahead = 0, i.start_ns, i.trace_id, i.span_id)) AS facts,
  min(i.start_ns) AS first_ns,
  if(countIf(i.is_ahead = 0) > 0, maxIf(i.start_ns, i.is_ahead = 0), max(i.start_ns)) AS last_ns
  FROM invocation AS i`;

export interface FunctionQueries {
  functions(query: FunctionsQuery): Promise<Page<FunctionWithTotals>>;
  function(functionId: string): Promise<FunctionRow | null>;
}

export function prepareFunctions(connection: Connection, counted: CountedFigures): FunctionQueries {
  const totalsOf = async (query: FunctionsQuery, ids: readonly string[]): Promise<Map<string, Figures>> => {
    const conditions = figureConditions({ range: query.range }).and('has(?, i.function_id)', ids);
    const rows = await connection.ask<AnsweredFigures & { readonly id: string }>(
      `SELECT i.function_id AS id, ${FIGURE_SELECT} FROM invocation AS i ${conditions.where} GROUP BY id`,
      conditions.values,
    );
    const totals = new Map(
      rows.map((row) => {
        const figures = new Figures();
        figures.add(toFigureRow(row));
        return [row.id, figures];
      }),
    );
    for (const more of await counted({ range: query.range }, WHOLE_MS)) {
      const figures = totals.get(more.functionId) ?? new Figures();
      totals.set(more.functionId, figures);
      figures.addCounted(more);
    }
    return totals;
  };

  return {
    async function(functionId) {
      const conditions = new Conditions().and('i.function_id = ?', functionId);
      const [record] = await connection.ask<FunctionRecord>(
        `${SELECT} ${conditions.where} GROUP BY function_id`,
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
        read: (after, limit) => {
          const conditions = new Conditions().andIf(query.environment, 'i.environment = ?');
          if (query.search) conditions.and(contains('i.function_name'), query.search);
          if (after) {
            const [name = '', id = ''] = after;
            conditions.and('(i.function_name, i.function_id) > (?, ?)', String(name), String(id));
          }
          return connection.ask<FunctionRecord>(
            `${SELECT} ${conditions.where} GROUP BY function_id ORDER BY name, function_id LIMIT ${limit}`,
            conditions.values,
          );
        },
        toItems: async (records) => {
          const ids = records.map(({ function_id }) => function_id);
          const totals = ids.length === 0 ? null : await totalsOf(query, ids);
          return records.map((record) => ({
            function: toRow(record),
            totals: (totals?.get(record.function_id) ?? new Figures()).totals(),
          }));
        },
      }),
  };
}

function toRow(record: FunctionRecord): FunctionRow {
  const [service, platform, runtime, architecture, memoryMb, timeoutMs, version] = record.facts;
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
    firstSeen: nsToTimeMs(BigInt(record.first_ns)),
    lastSeen: nsToTimeMs(BigInt(record.last_ns)),
  };
}
