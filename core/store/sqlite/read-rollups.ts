import type Database from 'better-sqlite3';
import { BETWEEN_HISTOGRAMS } from '../../model/histogram';
import { COST_COLUMNS } from '../derive/cost-columns';
import type { Figures, RollupFigures, RollupHistograms, RollupSums } from '../derive/figures';
import type { Piece } from './cover-range';

/** What was asked for: rollup rows of these scopes and pieces, told apart by scope and, where given, by steps. */
export interface RollupsAsked {
  readonly scopes: readonly string[];
  readonly pieces: readonly Piece[];
  /** Seconds; rows of one step are one group, whose number is counted from the epoch. Without it all are in step 0. */
  readonly stepSeconds?: number;
  /** False when nothing is asked of percentiles, which cost as much as all else. */
  readonly percentiles?: boolean | undefined;
  /** False when nothing is asked of what costs went into: it is 0 then. */
  readonly costs?: boolean | undefined;
  /** Whether the scopes are one group, of the first one's name: rows are summed by the database, groups are not. */
  readonly together?: boolean;
}

/** The figures that a group with rows adds to, if any. */
export type FiguresOf = (scope: string, step: number) => Figures | undefined;

/** Adds all that figures need. */
export type AddRollups = (asked: RollupsAsked, figuresOf: FiguresOf) => void;

const COUNTS = [
  'invocations',
  'ok',
  'error',
  'timeout',
  'oom',
  'throttled',
  'cold_starts',
  'unpriced',
  'reported',
  'received',
  'retries',
] as const satisfies readonly (keyof RollupSums)[];
/** Each may be as large as an integer can be. */
const LARGE = [
  'duration_sum_ns',
  'billed_ns',
  'cost_pico_usd',
  ...COST_COLUMNS.filter((column) => column !== 'retries'),
] as const satisfies readonly (keyof RollupSums)[];
const HALF = 32n;
const SEPARATOR = `x'${Buffer.from(BETWEEN_HISTOGRAMS).toString('hex')}'`;

const SUMS = ['max(duration_max_ns)', ...COUNTS.map((column) => `sum(${column})`)].join(', ');
const HISTOGRAMS = ['duration_buckets', 'init_buckets', 'memory_buckets'].map(joined).join(', ');
const NO_HISTOGRAMS = 'NULL, NULL, NULL';
/** The first of the large ones, which are more than what costs went into. */
const WITHOUT_COSTS = LARGE.slice(0, 3);

type Columns = readonly (typeof LARGE)[number][];
const whole = (columns: Columns) => columns.map((column) => `sum(${column})`).join(', ');
/** For sums that an integer does not hold. */
const halves = (columns: Columns) =>
  columns.flatMap((column) => [`sum(${column} >> 32)`, `sum(${column} & 0xffffffff)`]).join(', ');

/** `scope`: one, or several as JSON. */
type Window = [scope: string, step: number, from: number, to: number];
/** Three histograms, then the longest duration, counts and large sums. */
type Row = readonly (Buffer | bigint | null)[];

const FIRST_COUNT = 4;
const FIRST_LARGE = FIRST_COUNT + COUNTS.length;

/** The histograms of a group's rows, one after the other, as one value: rows are handed over far slower than bytes. */
export function joined(column: string): string {
  return `CAST(group_concat(nullif(${column}, x''), ${SEPARATOR}) AS BLOB)`;
}

/**
 * Each group is asked for by itself, so that its rows come as they lie and nothing is sorted; all that is summed is summed by
 * the database.
 */
export function prepareRollups(db: Database.Database): AddRollups {
  const known = new Map<string, Statement>();
  const prepare = (what: string, scope: string): Statement => {
    const sql = `SELECT ${what} FROM rollup
      WHERE scope ${scope} AND step_seconds = ? AND start_seconds >= ? AND start_seconds < ?`;
    const statement = known.get(sql) ?? db.prepare<Window, Row>(sql).raw().safeIntegers();
    known.set(sql, statement);
    return statement;
  };

  return ({ scopes, pieces, stepSeconds, percentiles = true, costs = true, together = false }, figuresOf) => {
    const small = `${percentiles ? HISTOGRAMS : NO_HISTOGRAMS}, ${SUMS}`;
    const large = costs ? LARGE : WITHOUT_COSTS;
    const [first = '', second] = scopes;
    const isOneGroup = together && second !== undefined;
    const scope = isOneGroup ? 'IN (SELECT value FROM json_each(?))' : '= ?';
    const inWhole = prepare(`${small}, ${whole(large)}`, scope);
    const groups = isOneGroup ? [JSON.stringify(scopes)] : scopes;
    for (const piece of pieces) {
      for (const { group, from, to } of windowsOf(piece, stepSeconds)) {
        for (const name of groups) {
          const window: Window = [name, piece.step, from, to];
          const read = wholeOrNull(() => inWhole.get(...window));
          const row = read === null ? prepare(`${small}, ${halves(large)}`, scope).get(...window) : read;
          const sums = row && toFigures(row, read === null);
          if (sums) figuresOf(isOneGroup ? first : name, group)?.add(sums);
        }
      }
    }
  };
}

type Statement = Database.Statement<Window, Row>;

/** The parts of a piece that are of one step each. */
export function* windowsOf(
  { step, from, to }: Piece,
  stepSeconds: number | undefined,
): Generator<{ readonly group: number; readonly from: number; readonly to: number }> {
  if (stepSeconds === undefined) {
    yield { group: 0, from, to };
    return;
  }
  // Where only hours are left, they may be longer than the steps.
  const length = Math.max(step, stepSeconds);
  for (let start = from; start < to; ) {
    const end = Math.min(to, (Math.floor(start / length) + 1) * length);
    yield { group: Math.floor(start / stepSeconds), from: start, to: end };
    start = end;
  }
}

/** Null when a sum is more than an integer holds. */
function wholeOrNull<Row>(read: () => Row): Row | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof Error && error.message === 'integer overflow') return null;
    throw error;
  }
}

/** Null for no rows. */
function toFigures(row: Row, isHalved: boolean): RollupFigures | null {
  const bytes = (index: number) => {
    const value = row[index];
    return Buffer.isBuffer(value) ? value : null;
  };
  const at = (index: number) => {
    const value = row[index];
    return typeof value === 'bigint' ? value : 0n;
  };
  if (row[FIRST_COUNT - 1] === null) return null;
  // One object, filled in place: hundreds are made for each chart.
  const figures: Partial<Record<keyof RollupSums, bigint>> & RollupHistograms = {
    duration_buckets: bytes(0),
    init_buckets: bytes(1),
    memory_buckets: bytes(2),
    duration_max_ns: at(FIRST_COUNT - 1),
  };
  COUNTS.forEach((column, index) => {
    figures[column] = at(FIRST_COUNT + index);
  });
  LARGE.forEach((column, index) => {
    const high = FIRST_LARGE + 2 * index;
    figures[column] = isHalved ? (at(high) << HALF) + at(high + 1) : at(FIRST_LARGE + index);
  });
  return figures as RollupFigures;
}
