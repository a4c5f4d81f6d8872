import { toWholeMinutes } from '../../../model/time-range';
import { CALL_COLUMNS, type DependencyFiguresQuery, type FigureRows } from '../../alert-figures';
import { ColumnWriter } from '../../derive/column-writer';
import { histogramColumn } from '../../histogram-column';
import type { Connection } from '../connection';
import { type Counts, histogramOf } from '../figure-columns';
import { readFiguresSince } from '../retention/floor';
import { amongSettled, notSettled, readSettledDays } from '../settled/settled-days';
import { aboutHours, splitBeginning } from '../split-range';
import { MINUTE, MINUTE_NS, nameOf, ofFunctions } from './row-figures';

interface Row {
  readonly function: string;
  readonly dependency: string;
  readonly first: string;
  readonly calls: string;
  readonly errors: string;
  readonly buckets: Counts;
}

export function prepareDependencyFigures(
  connection: Connection,
): (query: DependencyFiguresQuery) => Promise<FigureRows> {
  const readRows = (query: DependencyFiguresQuery, kept: string): Promise<readonly Row[]> => {
    const conditions = ofFunctions(query)
      .and(kept)
      .andIf(query.environment, 'i.environment = ?')
      .andIf(query.dependency, 'has(i.called, ?)');
    const only =
      query.dependency === undefined ? '' : `WHERE ${conditions.bind('dependency = ?', query.dependency)}`;
    return connection.ask<Row>(
      `SELECT function, dependency, toString(min(minute)) AS first, sum(toUInt64(length(durations))) AS calls,
         sum(toUInt64(failed)) AS errors, sumMap(durations, arrayMap(bucket -> toUInt64(1), durations)) AS buckets
       FROM (SELECT i.function_id AS function, ${MINUTE} AS minute, i.called AS names, i.call_errors AS errors_of,
               i.call_buckets AS times FROM invocation AS i ${conditions.where})
       ARRAY JOIN names AS dependency, errors_of AS failed, times AS durations ${only}
       GROUP BY function, dependency${query.perMinute ? ', minute' : ''}`,
      conditions.values,
    );
  };

  /** What is left of rows that are not kept any more, or what they were added up to. */
  const readHours = (
    table: 'hour_call' | 'day_call',
    query: DependencyFiguresQuery,
    only = 'true',
  ): Promise<readonly Row[]> => {
    const conditions = ofFunctions(query)
      .and(only)
      .andIf(query.environment, 'i.environment = ?')
      .andIf(query.dependency, 'i.dependency = ?')
      .and('i.calls > 0');
    return connection.ask<Row>(
      `SELECT h.function_id AS function, h.dependency AS dependency,
         toString(intDiv(min(h.start_ns), ${MINUTE_NS})) AS first, sum(h.calls) AS calls, sum(h.errors) AS errors,
         sumMap(h.buckets) AS buckets
       FROM ${table} AS h FINAL ${aboutHours(conditions.where)}
       GROUP BY function, dependency${query.perMinute ? ', h.start_ns' : ''}`,
      conditions.values,
    );
  };

  return async (query) => {
    const parts = splitBeginning(toWholeMinutes(query.range), await readFiguresSince(connection));
    const days = query.perMinute ? [] : await readSettledDays(connection, parts.rows);
    const kept = { ...query, range: parts.rows };
    const [young, settled, old] = await Promise.all([
      readRows(kept, notSettled(days)),
      days.length === 0 ? [] : readHours('day_call', kept, amongSettled(days)),
      parts.hours === null ? [] : readHours('hour_call', { ...query, range: parts.hours }),
    ]);
    const rows = [...old, ...settled, ...young];
    const named = rows.map((row) => ({ functionId: row.function, detail: row.dependency }));
    const groups = [...new Map(named.map((group) => [nameOf(group), group])).values()];
    const places = new Map(groups.map((group, index) => [nameOf(group), index]));
    const writer = new ColumnWriter(CALL_COLUMNS);
    for (const row of rows) {
      const place = places.get(nameOf({ functionId: row.function, detail: row.dependency })) ?? 0;
      writer.add(place, Number(row.first), [row.calls, row.errors], 0);
    }
    return {
      groups,
      ...writer.finish(),
      durations: query.durations ? histogramColumn(rows.map((row) => histogramOf(row.buckets))) : null,
    };
  };
}
