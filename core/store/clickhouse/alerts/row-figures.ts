import { MINUTE_MS, toWholeMinutes } from '../../../model/time-range';
import {
  FIGURE_COLUMNS,
  type FigureColumn,
  type FigureRows,
  type FunctionFiguresQuery,
  type InvocationFigureRows,
  type InvocationFiguresQuery,
} from '../../alert-figures';
import { ColumnWriter } from '../../derive/column-writer';
import { histogramColumn } from '../../histogram-column';
import type { Connection } from '../connection';
import { type AnsweredFigures, figureSelect, histogramOf, hourSelect } from '../figure-columns';
import { figureConditions } from '../figure-conditions';
import { checkPromoted } from '../promoted/promoted-list';
import { readFiguresSince } from '../retention/floor';
import { amongSettled, notSettled, readSettledDays } from '../settled/settled-days';
import { aboutHours, splitBeginning } from '../split-range';
import type { Conditions } from '../statement';

export const MINUTE_NS = BigInt(MINUTE_MS) * 1_000_000n;
/** The minute in which an invocation starts, since the epoch. */
export const MINUTE = `intDiv(i.start_ns, ${MINUTE_NS})`;

type Row = AnsweredFigures & {
  readonly function: string;
  readonly detail: string | null;
  readonly minute: string;
  readonly memory: number | null;
};

const COLUMN: Readonly<Record<FigureColumn, keyof AnsweredFigures>> = {
  invocations: 'figure_invocations',
  ok: 'figure_ok',
  error: 'figure_error',
  timeout: 'figure_timeout',
  oom: 'figure_oom',
  throttled: 'figure_throttled',
  coldStarts: 'figure_cold_starts',
  durationSumNs: 'figure_duration_sum_ns',
  durationMaxNs: 'figure_duration_max_ns',
  costPicoUsd: 'figure_cost_pico_usd',
  unpriced: 'figure_unpriced',
};

export function prepareRowFigures(connection: Connection) {
  const read = (conditions: Conditions, detail: string, perMinute: boolean): Promise<readonly Row[]> =>
    connection.ask(
      `SELECT i.function_id AS function, ${detail} AS detail, toString(min(${MINUTE})) AS minute,
         max(i.max_memory_used_mb / nullIf(i.memory_mb, 0)) AS memory, ${figureSelect()}
       FROM invocation AS i ${conditions.where} GROUP BY function, detail${perMinute ? `, ${MINUTE}` : ''}`,
      conditions.values,
    );

  /** What is left of rows that are not kept any more, or what they were added up to. */
  const readHours = (
    table: 'hour_figure' | 'day_figure',
    conditions: Conditions,
    perHour: boolean,
  ): Promise<readonly Row[]> =>
    connection.ask(
      `SELECT h.function_id AS function, NULL AS detail, toString(intDiv(min(h.start_ns), ${MINUTE_NS})) AS minute,
         NULL AS memory, ${hourSelect()}
       FROM ${table} AS h FINAL ${aboutHours(conditions.where)} GROUP BY function${perHour ? ', h.start_ns' : ''}`,
      conditions.values,
    );

  return {
    async functionFigures(query: FunctionFiguresQuery): Promise<FigureRows> {
      const parts = splitBeginning(toWholeMinutes(query.range), await readFiguresSince(connection));
      const of = (range: FunctionFiguresQuery['range']) => ofFunctions({ ...query, range });
      const days = query.perMinute ? [] : await readSettledDays(connection, parts.rows);
      const [young, settled, old] = await Promise.all([
        read(of(parts.rows).and(notSettled(days)), 'NULL', query.perMinute),
        days.length === 0 ? [] : readHours('day_figure', of(parts.rows).and(amongSettled(days)), false),
        parts.hours === null ? [] : readHours('hour_figure', of(parts.hours), query.perMinute),
      ]);
      const rows = [...old, ...settled, ...young];
      const ids = query.functionIds ?? [...new Set(rows.map((row) => row.function))];
      const groups = ids.map((functionId) => ({ functionId, detail: null }));
      return { groups, ...columnsOf(rows, groups, query.columns, query.durations) };
    },

    async invocationFigures(query: InvocationFiguresQuery): Promise<InvocationFigureRows> {
      const { by, durations } = query;
      const conditions = ofFunctions(query);
      let detail = "ifNull(i.version, '')";
      if (by.kind === 'attribute') {
        await checkPromoted(connection, [by.key]);
        conditions.and('mapContains(i.values, ?)', by.key);
        detail = conditions.bind('i.values[?]', by.key);
      }
      const rows = await read(conditions, detail, true);
      const named = rows.map((row) => ({ functionId: row.function, detail: row.detail ?? '' }));
      const groups = [...new Map(named.map((group) => [nameOf(group), group])).values()];
      return {
        groups,
        ...columnsOf(rows, groups, FIGURE_COLUMNS, durations),
        inits: histogramColumn(rows.map((row) => histogramOf(row.figure_init_buckets))),
        memoryShare: Float64Array.from(rows, ({ memory }) => memory ?? Number.NaN),
      };
    },
  };
}

/** The invocations of some functions, or of all. */
export function ofFunctions({
  range,
  functionIds,
}: Pick<FunctionFiguresQuery, 'range' | 'functionIds'>): Conditions {
  return figureConditions({ range }).andIf(functionIds, 'has(?, i.function_id)');
}

/** What tells the groups of an answer apart. */
export function nameOf({ functionId, detail }: FigureRows['groups'][number]): string {
  return `${functionId} ${detail ?? ''}`;
}

function columnsOf(
  rows: readonly Row[],
  groups: FigureRows['groups'],
  columns: readonly FigureColumn[],
  durations: boolean,
): Omit<FigureRows, 'groups'> {
  const places = new Map(groups.map((group, index) => [nameOf(group), index]));
  const writer = new ColumnWriter(columns);
  for (const row of rows) {
    const place = places.get(nameOf({ functionId: row.function, detail: row.detail })) ?? 0;
    writer.add(
      place,
      Number(row.minute),
      columns.map((column) => row[COLUMN[column]]),
      0,
    );
  }
  return {
    ...writer.finish(),
    durations: durations
      ? histogramColumn(rows.map((row) => histogramOf(row.figure_duration_buckets)))
      : null,
  };
}
