import type Database from 'better-sqlite3';
import type { FigureColumn, FigureRows, FunctionFiguresQuery } from '../../alert-figures';
import { ColumnWriter } from '../../derive/column-writer';
import { histogramColumn } from '../../histogram-column';
import { coverMinutes, coverRange } from '../cover-range';
import { prepareMinutesSince } from '../retention/floor';
import { COLUMN_SQL } from './figure-columns';
import { prepareMinuteFigures } from './minute-figures';

/** The scopes are said in the order of the groups, so that rows name their group by its number. */
const WANTED = `json_each(?) AS wanted CROSS JOIN rollup ON scope = wanted.value AND step_seconds = ?
  AND start_seconds >= ? AND start_seconds < ?`;

/** `total` counts in doubles and so never overflows. */
function columnSql(column: FigureColumn, summed: boolean): string {
  const name = COLUMN_SQL[column];
  if (!summed) return name;
  return column === 'durationMaxNs' ? `max(${name})` : `total(${name})`;
}

export function prepareFunctionFigures(db: Database.Database): (query: FunctionFiguresQuery) => FigureRows {
  const allIds = db.prepare<[], string>('SELECT id FROM function ORDER BY no').pluck();

  const minutesSince = prepareMinutesSince(db);
  const minuteFigures = prepareMinuteFigures(db, {
    table: 'rollup',
    scope: 'scope',
    buckets: 'duration_buckets',
    columnSql: COLUMN_SQL,
  });

  return ({ range, functionIds = allIds.all(), columns, durations, perMinute }) => {
    const groups = functionIds.map((functionId) => ({ functionId, detail: null }));
    if (perMinute) {
      const pieces = coverMinutes(range, minutesSince());
      return { groups, ...minuteFigures({ scopes: functionIds, pieces, columns, durations }) };
    }
    const summed = !durations;
    const list = [
      summed ? 'min(start_seconds)' : 'start_seconds',
      ...columns.map((one) => columnSql(one, summed)),
    ];
    const statement = db
      .prepare<[string, number, number, number], unknown[]>(
        `SELECT wanted.key, ${list.join(', ')}${durations ? ', duration_buckets' : ''} FROM ${WANTED}
         ${summed ? 'GROUP BY wanted.key' : ''}`,
      )
      .raw();
    const writer = new ColumnWriter(columns);
    const histograms: Uint8Array[] = [];
    const wanted = JSON.stringify(functionIds);
    for (const { step, from, to } of coverRange(range)) {
      for (const row of statement.iterate(wanted, step, from, to)) {
        writer.add(Number(row[0]), Number(row[1]) / 60, row, 2);
        const buckets = row[2 + columns.length];
        if (buckets instanceof Uint8Array) histograms.push(buckets);
      }
    }
    return {
      groups,
      ...writer.finish(),
      durations: durations ? histogramColumn(histograms) : null,
    };
  };
}
