import type Database from 'better-sqlite3';
import { DurationHistogram } from '../../../model/histogram';
import { OUTCOMES } from '../../../model/invocation';
import { MINUTE_MS, toWholeMinutes } from '../../../model/time-range';
import { FIGURE_COLUMNS, type InvocationFigureRows, type InvocationFiguresQuery } from '../../alert-figures';
import { ColumnWriter } from '../../derive/column-writer';
import { histogramColumn } from '../../histogram-column';
import { preparePromotedList } from '../promoted/promoted-list';
import { promotedText } from '../promoted/promoted-value';
import { type Interned, prepareTexts } from '../text-table';
import { msToNs } from '../values';

/** A group's invocations of one minute. */
interface Cell {
  readonly group: number;
  readonly minute: number;
  readonly counts: number[];
  /** Nanoseconds; a histogram for each would take far more. */
  readonly durationsNs: number[];
  readonly initsNs: number[];
  memoryShare: number;
}

interface Row {
  readonly function_id: string;
  readonly minute: bigint;
  readonly outcome: bigint;
  readonly cold_start: bigint | null;
  readonly duration_ns: bigint;
  readonly cost_pico_usd: bigint | null;
  readonly init_duration_ms: number | null;
  readonly max_memory_used_mb: number | null;
  readonly memory_mb: bigint | null;
  readonly detail: Interned | number;
}

const MINUTE_NS = BigInt(MINUTE_MS) * 1_000_000n;
const at = Object.fromEntries(FIGURE_COLUMNS.map((column, index) => [column, index])) as Record<
  (typeof FIGURE_COLUMNS)[number],
  number
>;
const OUTCOME_COLUMN = OUTCOMES.map((outcome) => at[outcome]);

export function prepareInvocationFigures(
  db: Database.Database,
): (query: InvocationFiguresQuery) => InvocationFigureRows {
  const text = prepareTexts(db);
  const promoted = preparePromotedList(db);

  const rowsOf = ({ range, functionIds, by }: InvocationFiguresQuery): Iterable<Row> => {
    const { fromMs, toMs } = toWholeMinutes(range);
    const ofAttribute = by.kind === 'attribute';
    const values: unknown[] = ofAttribute ? [promoted.named(by.key).no] : [];
    values.push(msToNs(fromMs), msToNs(toMs));
    if (functionIds !== undefined) values.push(JSON.stringify(functionIds));
    return db
      .prepare<unknown[], Row>(
        `SELECT f.id AS function_id, i.start_ns / ${MINUTE_NS} AS minute, i.outcome, i.cold_start, i.duration_ns,
           i.cost_pico_usd, i.init_duration_ms, i.max_memory_used_mb, i.memory_mb,
           ${ofAttribute ? 'a.value' : 'i.version'} AS detail
         FROM ${
           ofAttribute
             ? `invocation_attribute a NOT INDEXED CROSS JOIN invocation i ON i.id = a.invocation_id
                  AND a.attribute_no = ? AND a.start_ns >= ? AND a.start_ns < ?`
             : 'invocation i'
         }
         CROSS JOIN function f ON f.no = i.function_no
         WHERE ${ofAttribute ? 'true' : 'i.start_ns >= ? AND i.start_ns < ?'}
           ${functionIds === undefined ? '' : 'AND f.id IN (SELECT value FROM json_each(?))'}`,
      )
      .safeIntegers()
      .iterate(...values);
  };

  return (query) => {
    const groups: { functionId: string; detail: string }[] = [];
    const groupOf = new Map<string, number>();
    const cells = new Map<string, Cell>();
    const isAttribute = query.by.kind === 'attribute';
    for (const row of rowsOf(query)) {
      const detail = isAttribute ? promotedText(row.detail ?? '') : (text(toInterned(row.detail)) ?? '');
      const name = `${row.function_id} ${detail}`;
      let group = groupOf.get(name);
      if (group === undefined) {
        group = groups.push({ functionId: row.function_id, detail }) - 1;
        groupOf.set(name, group);
      }
      count(cellAt(cells, group, Number(row.minute)), row);
    }
    return toRows(groups, [...cells.values()], query.durations);
  };
}

function toInterned(detail: Row['detail']): Interned {
  return typeof detail === 'number' ? String(detail) : detail;
}

function cellAt(cells: Map<string, Cell>, group: number, minute: number): Cell {
  const key = `${group} ${minute}`;
  const known = cells.get(key);
  if (known) return known;
  const made = {
    group,
    minute,
    counts: FIGURE_COLUMNS.map(() => 0),
    durationsNs: [],
    initsNs: [],
    memoryShare: Number.NaN,
  };
  cells.set(key, made);
  return made;
}

function count(cell: Cell, row: Row): void {
  const { counts } = cell;
  const add = (column: number | undefined, by: number) => {
    if (column !== undefined) counts[column] = (counts[column] ?? 0) + by;
  };
  const durationNs = Number(row.duration_ns);
  add(at.invocations, 1);
  add(OUTCOME_COLUMN[Number(row.outcome)], 1);
  if (row.cold_start === 1n) add(at.coldStarts, 1);
  add(at.durationSumNs, durationNs);
  counts[at.durationMaxNs] = Math.max(counts[at.durationMaxNs] ?? 0, durationNs);
  if (row.cost_pico_usd === null) add(at.unpriced, 1);
  else add(at.costPicoUsd, Number(row.cost_pico_usd));
  cell.durationsNs.push(durationNs);
  if (row.init_duration_ms !== null) cell.initsNs.push(row.init_duration_ms * 1e6);
  if (row.max_memory_used_mb === null || row.memory_mb === null || row.memory_mb === 0n) return;
  const share = row.max_memory_used_mb / Number(row.memory_mb);
  cell.memoryShare = Number.isNaN(cell.memoryShare) ? share : Math.max(cell.memoryShare, share);
}

function toRows(
  groups: InvocationFigureRows['groups'],
  cells: readonly Cell[],
  durations: boolean,
): InvocationFigureRows {
  const writer = new ColumnWriter();
  for (const { group, minute, counts } of cells) writer.add(group, minute, counts, 0);
  const histogram = new DurationHistogram();
  const bytesOf = (valuesNs: readonly number[]) => {
    histogram.clear();
    for (const ns of valuesNs) histogram.record(ns);
    return histogram.toBytes();
  };
  return {
    groups,
    ...writer.finish(),
    durations: durations ? histogramColumn(cells.map((cell) => bytesOf(cell.durationsNs))) : null,
    inits: histogramColumn(cells.map((cell) => bytesOf(cell.initsNs))),
    memoryShare: Float64Array.from(cells, (cell) => cell.memoryShare),
  };
}
