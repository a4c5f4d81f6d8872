import { DurationHistogram } from '../../model/histogram';
import type { CostColumn } from '../derive/cost-columns';
import type { RollupFigures } from '../derive/figures';
import type { FiguresQuery } from '../figures';

/** What `sumMap` answers: buckets, and how many values each has. */
export type Counts = readonly [buckets: readonly number[], counts: readonly string[]];

type Sums = Exclude<keyof RollupFigures, 'duration_buckets' | 'init_buckets' | 'memory_buckets'>;

/** A row of figures as the database answers it. */
export type FigureRow = Readonly<Record<Sums, string>> & {
  readonly duration_buckets: Counts;
  readonly init_buckets: Counts;
  readonly memory_buckets: Counts;
};

const outcome = (name: string) => `countIf(i.outcome = '${name}')`;
const costWhere = (term: string) => `sumIf(toInt128(ifNull(i.cost, 0)), ${term})`;
const line = (name: string) => `sum(toInt128(i.cost_${name}))`;

const COSTS: Readonly<Record<CostColumn, string>> = {
  cost_waiting: line('waiting'),
  cost_init: line('init'),
  cost_telemetry: line('telemetry'),
  cost_request: line('request'),
  cost_untraced: line('untraced'),
  cost_error: costWhere("i.outcome = 'error'"),
  cost_timeout: costWhere("i.outcome = 'timeout'"),
  cost_oom: costWhere("i.outcome = 'oom'"),
  cost_throttled: costWhere("i.outcome = 'throttled'"),
  cost_retry: costWhere('i.is_retry = 1'),
  retries: 'countIf(i.is_retry = 1)',
  billed_mb_ms: 'sum(ifNull(intDiv(toInt128(i.memory_mb) * i.billed_ns, 1000000), 0))',
};

const buckets = (column: string) => `sumMapIf([i.${column}], [toUInt64(1)], i.${column} >= 0)`;

const FIGURES: Readonly<Record<keyof RollupFigures, string>> = {
  invocations: 'count()',
  ok: outcome('ok'),
  error: outcome('error'),
  timeout: outcome('timeout'),
  oom: outcome('oom'),
  throttled: outcome('throttled'),
  cold_starts: 'countIf(i.cold_start = 1)',
  duration_sum_ns: 'sum(toInt128(i.duration_ns))',
  duration_max_ns: 'max(i.duration_ns)',
  duration_buckets: buckets('duration_bucket'),
  init_buckets: buckets('init_bucket'),
  memory_buckets: buckets('memory_bucket'),
  billed_ns: 'sum(toInt128(ifNull(i.billed_ns, 0)))',
  cost_pico_usd: 'sum(toInt128(ifNull(i.cost, 0)))',
  unpriced: 'countIf(i.cost IS NULL)',
  reported: 'sum(toUInt64(i.is_reported))',
  received: "countIf(i.is_reported = 1 AND i.source != 'platform')",
  ...COSTS,
};

const SUMS = Object.keys(FIGURES).filter((name) => !name.endsWith('_buckets')) as Sums[];

export type FigureName = keyof RollupFigures;

export const FIGURE_NAMES = Object.keys(FIGURES) as readonly FigureName[];

/** Figures of the rows of `invocation AS i`: all that `Figures` adds up, or those named. */
export function figureSelect(names: readonly FigureName[] = FIGURE_NAMES): string {
  return names.map((name) => `${FIGURES[name]} AS figure_${name}`).join(', ');
}

/** The same of the rows of `hour_figure AS h`. */
export function hourSelect(names: readonly FigureName[] = FIGURE_NAMES): string {
  return names
    .map((name) => {
      if (name === 'duration_max_ns') return `max(h.figure_${name}) AS figure_${name}`;
      return `${name.endsWith('_buckets') ? 'sumMap' : 'sum'}(h.figure_${name}) AS figure_${name}`;
    })
    .join(', ');
}

const WITHOUT_BUCKETS = FIGURE_NAMES.filter((name) => !name.endsWith('_buckets'));

/** Those that a question needs: not what it says that it can do without. */
export function neededFigures({
  percentiles = true,
  costs = true,
}: Pick<FiguresQuery, 'percentiles' | 'costs'>): readonly FigureName[] {
  const names = percentiles ? FIGURE_NAMES : WITHOUT_BUCKETS;
  return costs ? names : names.filter((name) => !(name in COSTS));
}

export type AnsweredFigures<Name extends FigureName = FigureName> = {
  readonly [One in Name as `figure_${One}`]: FigureRow[One];
};

/** What was not asked for is 0, or empty. */
export function toFigureRow(row: Partial<AnsweredFigures>): RollupFigures {
  const sums = Object.fromEntries(SUMS.map((name) => [name, BigInt(row[`figure_${name}`] ?? 0)])) as Record<
    Sums,
    bigint
  >;
  return {
    ...sums,
    duration_buckets: histogramOf(row.figure_duration_buckets),
    init_buckets: histogramOf(row.figure_init_buckets),
    memory_buckets: histogramOf(row.figure_memory_buckets),
  };
}

/** The histogram of these buckets, as its bytes; empty without any. */
export function histogramOf([numbers, counts]: Counts = NONE): Buffer {
  if (numbers.length === 0) return EMPTY;
  const histogram = new DurationHistogram();
  for (const [index, bucket] of numbers.entries()) histogram.recordBucket(bucket, Number(counts[index] ?? 0));
  return Buffer.from(histogram.toBytes());
}

const EMPTY = Buffer.alloc(0);
const NONE: Counts = [[], []];
