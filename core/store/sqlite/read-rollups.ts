import type Database from 'better-sqlite3';
import { COST_COLUMNS } from '../derive/cost-columns';
import type { Figures, RollupHistograms, RollupSums } from '../derive/figures';
import type { Piece } from './cover-range';

/** What was asked for: rollup rows of these scopes and pieces, told apart by scope and, where given, by steps. */
export interface RollupsAsked {
  readonly scopes: readonly string[];
  readonly pieces: readonly Piece[];
  /** Seconds; rows of one step are one group, whose number is counted from the epoch. Without it all are in step 0. */
  readonly stepSeconds?: number;
}

/** The figures that a group adds to, if any. */
export type FiguresOf = (scope: string, step: number) => Figures | undefined;

export interface RollupReader {
  /** Adds all that figures need for their numbers, but nothing for percentiles. */
  addSums(asked: RollupsAsked, figuresOf: FiguresOf): void;
  /** Adds what percentiles are made of: costs several times what the sums do. */
  addHistograms(asked: RollupsAsked, figuresOf: FiguresOf): void;
}

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
/** Each may be as large as an integer can be, so sums are made of halves. */
const LARGE = [
  'duration_sum_ns',
  'billed_ns',
  'cost_pico_usd',
  ...COST_COLUMNS.filter((column) => column !== 'retries'),
] as const satisfies readonly (keyof RollupSums)[];
const HALF = 32n;

const SUMS = [
  'max(duration_max_ns)',
  ...COUNTS.map((column) => `sum(${column})`),
  ...LARGE.flatMap((column) => [`sum(${column} >> 32)`, `sum(${column} & 0xffffffff)`]),
].join(', ');

const FROM_PIECE = `FROM rollup WHERE scope IN (SELECT value FROM json_each(?)) AND step_seconds = ?
  AND start_seconds >= ? AND start_seconds < ?`;

type PieceOf = [scopes: string, step: number, from: number, to: number];
type SumsRow = [scope: string, step: bigint, ...sums: bigint[]];
type Bytes = Uint8Array | null;
type HistogramsRow = [scope: string, start: number, durations: Bytes, inits: Bytes, memory: Bytes];

/** Sums are made by the database: a row costs ten times as much when it is handed over. */
export function prepareRollups(db: Database.Database): RollupReader {
  const sums = db
    .prepare<PieceOf, SumsRow>(`SELECT scope, 0, ${SUMS} ${FROM_PIECE} GROUP BY scope`)
    .raw()
    .safeIntegers();
  const sumsOfSteps = db
    .prepare<[bigint, ...PieceOf], SumsRow>(
      `SELECT scope, start_seconds / ? AS step, ${SUMS} ${FROM_PIECE} GROUP BY scope, step`,
    )
    .raw()
    .safeIntegers();
  // No value at all is handed over much faster than an empty one.
  const histograms = db
    .prepare<PieceOf, HistogramsRow>(
      `SELECT scope, start_seconds, nullif(duration_buckets, x''), nullif(init_buckets, x''),
         nullif(memory_buckets, x'') ${FROM_PIECE}`,
    )
    .raw();

  return {
    addSums({ scopes, pieces, stepSeconds }, figuresOf) {
      const list = JSON.stringify(scopes);
      for (const { step, from, to } of pieces) {
        const rows =
          stepSeconds === undefined
            ? sums.all(list, step, from, to)
            : sumsOfSteps.all(BigInt(stepSeconds), list, step, from, to);
        for (const [scope, group, ...values] of rows)
          figuresOf(scope, Number(group))?.addSums(toSums(values));
      }
    },
    addHistograms({ scopes, pieces, stepSeconds }, figuresOf) {
      const list = JSON.stringify(scopes);
      for (const { step, from, to } of pieces) {
        for (const [scope, start, durations, inits, memory] of histograms.all(list, step, from, to)) {
          const group = stepSeconds === undefined ? 0 : Math.floor(start / stepSeconds);
          figuresOf(scope, group)?.addHistograms(toHistograms(durations, inits, memory));
        }
      }
    },
  };
}

function toSums(values: readonly bigint[]): RollupSums {
  const at = (index: number) => values[index] ?? 0n;
  const sums: Partial<Record<keyof RollupSums, bigint>> = { duration_max_ns: at(0) };
  for (const [index, column] of COUNTS.entries()) sums[column] = at(1 + index);
  for (const [index, column] of LARGE.entries()) {
    const high = 1 + COUNTS.length + 2 * index;
    sums[column] = (at(high) << HALF) + at(high + 1);
  }
  return sums as RollupSums;
}

function toHistograms(durations: Bytes, inits: Bytes, memory: Bytes): RollupHistograms {
  return { duration_buckets: durations, init_buckets: inits, memory_buckets: memory };
}
