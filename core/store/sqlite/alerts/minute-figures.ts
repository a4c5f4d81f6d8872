import type Database from 'better-sqlite3';
import type { FigureRows } from '../../alert-figures';
import type { HistogramColumn } from '../../histogram-column';
import type { Piece } from '../cover-range';

/** A table of counters, and how its columns are called there. */
export interface MinuteSource<Column extends string> {
  readonly table: string;
  readonly scope: string;
  readonly buckets: string;
  readonly columnSql: Readonly<Record<Column, string>>;
}

interface MinutesQuery<Column extends string> {
  /** Each is a group, in this order. */
  readonly scopes: readonly (string | number)[];
  readonly pieces: readonly Piece[];
  readonly columns: readonly Column[];
  readonly durations: boolean;
}

type Parameter = string | number;
/** Minutes from one that is given. */
const MINUTES = ['json_group_array((start_seconds - ?) / 60)'];

/** Minutes of one scope in one piece: each column as one value, because a value per row takes three times as long. */
interface Chunk {
  readonly group: number;
  readonly length: number;
  /** Minutes since the epoch. */
  readonly first: number;
  /** Minutes from each row to the next. */
  readonly step: number;
  /** Where rows are missing: the minutes, counted from `first`, because short numbers are written and read faster. */
  readonly minutes: readonly number[] | null;
  readonly columns: readonly (readonly number[])[];
  readonly histograms: Uint8Array;
  readonly histogramBytes: readonly number[];
}

/** Answers rows of single minutes, of many of them at once. */
export function prepareMinuteFigures<Column extends keyof FigureRows['counts']>(
  db: Database.Database,
  { table, scope, buckets, columnSql }: MinuteSource<Column>,
): (query: MinutesQuery<Column>) => Omit<FigureRows, 'groups'> {
  const source = `FROM ${table} WHERE ${scope} = ? AND step_seconds = ? AND start_seconds >= ? AND start_seconds < ?`;
  const known = new Map<string, Database.Statement<Parameter[], unknown[]>>();
  /** What these say of the rows, as one row; a backtest asks for the same of one part of its history after the other. */
  const ask = (list: readonly string[], parameters: readonly Parameter[]): readonly unknown[] => {
    const sql = `SELECT ${list.join(', ')} ${source}`;
    const statement = known.get(sql) ?? db.prepare<Parameter[], unknown[]>(sql).raw();
    known.set(sql, statement);
    return statement.get(...parameters) ?? [];
  };
  return ({ scopes, pieces, columns, durations }) => {
    const arrays = columns.map((column) => `json_group_array(${columnSql[column]})`);
    const histograms = durations
      ? [`CAST(group_concat(${buckets}, '') AS BLOB)`, `json_group_array(length(${buckets}))`]
      : [];
    const list = ['count(*)', ...arrays, ...histograms];
    const chunks: Chunk[] = [];
    for (const [group, value] of scopes.entries()) {
      for (const { step, from, to } of pieces) {
        const wanted = [value, step, from, to];
        const [count, ...values] = ask(list, wanted);
        const length = Number(count);
        if (length === 0) continue;
        // Apart from the columns, and from each other: SQLite finds either in the index, where it need not look at each row.
        const end = (which: 'min' | 'max') => Number(ask([`${which}(start_seconds)`], wanted)[0]);
        const first = end('min');
        // Who is invoked in every minute needs no list of them.
        const isWhole = end('max') - first === (length - 1) * step;
        chunks.push({
          group,
          length,
          first: first / 60,
          step: step / 60,
          minutes: isWhole ? null : numbers(ask(MINUTES, [first, ...wanted])[0]),
          columns: columns.map((_, index) => numbers(values[index])),
          histograms: durations ? bytes(values[columns.length]) : NO_BYTES,
          histogramBytes: durations ? numbers(values[columns.length + 1]) : [],
        });
      }
    }
    return {
      ...together(chunks, columns),
      durations: durations ? oneBehindTheOther(chunks) : null,
    };
  };
}

const NO_BYTES = new Uint8Array();

function numbers(json: unknown): readonly number[] {
  return typeof json === 'string' ? JSON.parse(json) : [];
}

function bytes(value: unknown): Uint8Array {
  return value instanceof Uint8Array ? value : NO_BYTES;
}

function together<Column extends keyof FigureRows['counts']>(
  chunks: readonly Chunk[],
  columns: readonly Column[],
): Pick<FigureRows, 'group' | 'minute' | 'counts'> {
  const length = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  const group = new Uint32Array(length);
  const minute = new Uint32Array(length);
  const values = columns.map(() => new Float64Array(length));
  let at = 0;
  for (const chunk of chunks) {
    group.fill(chunk.group, at, at + chunk.length);
    const { first, step, minutes } = chunk;
    for (let index = 0; index < chunk.length; index += 1)
      minute[at + index] = first + (minutes === null ? index * step : (minutes[index] ?? 0));
    for (const [index, own] of chunk.columns.entries()) values[index]?.set(own, at);
    at += chunk.length;
  }
  const counts: { [Name in Column]?: Float64Array } = {};
  for (const [index, column] of columns.entries()) {
    const own = values[index];
    if (own !== undefined) counts[column] = own;
  }
  return { group, minute, counts };
}

function oneBehindTheOther(chunks: readonly Chunk[]): HistogramColumn {
  const bytes = new Uint8Array(chunks.reduce((sum, { histograms }) => sum + histograms.length, 0));
  const ends = new Uint32Array(chunks.reduce((sum, { histogramBytes }) => sum + histogramBytes.length, 0));
  let row = 0;
  let filled = 0;
  let end = 0;
  for (const { histograms, histogramBytes } of chunks) {
    bytes.set(histograms, filled);
    filled += histograms.length;
    for (const length of histogramBytes) {
      end += length;
      ends[row++] = end;
    }
  }
  return { bytes, ends };
}
