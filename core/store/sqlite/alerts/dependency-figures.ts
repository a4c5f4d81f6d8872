import type Database from 'better-sqlite3';
import { CALL_COLUMNS, type DependencyFiguresQuery, type FigureRows } from '../../alert-figures';
import { ColumnWriter } from '../../derive/column-writer';
import { histogramColumn } from '../../histogram-column';
import { coverMinutes, coverRange } from '../cover-range';
import { prepareMinutesSince } from '../retention/floor';
import { CALL_COLUMN_SQL } from './figure-columns';
import { prepareMinuteFigures } from './minute-figures';

interface DependencyRow {
  readonly no: number;
  readonly functionId: string;
  readonly name: string;
}

const LIST = CALL_COLUMNS.map((column) => CALL_COLUMN_SQL[column]).join(', ');

export function prepareDependencyFigures(
  db: Database.Database,
): (query: DependencyFiguresQuery) => FigureRows {
  const dependencies = db.prepare<
    [string | null, number, string, string | null, string | null],
    DependencyRow
  >(
    `SELECT no, lower(hex(function_id)) AS functionId, name FROM dependency
     WHERE name = coalesce(?, name)
       AND (? OR lower(hex(function_id)) IN (SELECT value FROM json_each(?)))
       AND (? IS NULL OR lower(hex(function_id)) IN (SELECT id FROM function WHERE environment = ?))
     ORDER BY no`,
  );
  const counted = db
    .prepare<[string, number, number, number], unknown[]>(
      `SELECT wanted.key, start_seconds, call_buckets, ${LIST} FROM json_each(?) AS wanted
       CROSS JOIN dependency_rollup ON dependency_no = wanted.value AND step_seconds = ?
         AND start_seconds >= ? AND start_seconds < ?`,
    )
    .raw();
  const minutesSince = prepareMinutesSince(db);
  const minuteFigures = prepareMinuteFigures(db, {
    table: 'dependency_rollup',
    scope: 'dependency_no',
    buckets: 'call_buckets',
    columnSql: CALL_COLUMN_SQL,
  });

  return ({ range, environment = null, functionIds, dependency, durations, perMinute }) => {
    const rows = dependencies.all(
      dependency ?? null,
      Number(functionIds === undefined),
      JSON.stringify(functionIds ?? []),
      environment,
      environment,
    );
    const groups = rows.map(({ functionId, name }) => ({ functionId, detail: name }));
    const scopes = rows.map(({ no }) => no);
    if (perMinute) {
      const pieces = coverMinutes(range, minutesSince());
      return { groups, ...minuteFigures({ scopes, pieces, columns: CALL_COLUMNS, durations }) };
    }
    const writer = new ColumnWriter(CALL_COLUMNS);
    const histograms: Uint8Array[] = [];
    const wanted = JSON.stringify(scopes);
    for (const { step, from, to } of coverRange(range)) {
      for (const row of counted.iterate(wanted, step, from, to)) {
        const [group, start, buckets] = row;
        writer.add(Number(group), Number(start) / 60, row, 3);
        if (buckets instanceof Uint8Array) histograms.push(buckets);
      }
    }
    return { groups, ...writer.finish(), durations: durations ? histogramColumn(histograms) : null };
  };
}
