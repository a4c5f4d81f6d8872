import { FIGURE_NAMES } from '../figure-columns';
import type { Columns } from './columns';

const NAME = 'LowCardinality(String)';
const BUCKETS = 'Tuple(Array(Int16), Array(UInt64))';

/** Sums of figures and the largest of the durations. */
const FIGURES = FIGURE_NAMES.map((name): Columns[number] => [
  `figure_${name}`,
  name.endsWith('_buckets') ? BUCKETS : 'Int128 CODEC(ZSTD)',
]);

/** What the invocations of a function, version and memory size came to in an hour whose rows are not kept any more. */
export const HOUR_FIGURE: Columns = [
  ['function_id', NAME],
  ['version', 'String'],
  ['memory_mb', 'Int64'],
  // When the hour starts: asked for like the start of an invocation.
  ['start_ns', 'Int64 CODEC(Delta, ZSTD)'],
  ['environment', NAME],
  ...FIGURES,
  // What is known of the function: see `function-columns.ts`.
  ['function_name', NAME],
  ['provider', NAME],
  ['account_id', NAME],
  ['region', NAME],
  [
    'facts',
    'Tuple(Nullable(String), Nullable(String), Nullable(String), Nullable(String), Nullable(Int64), Nullable(Int64), Nullable(String))',
  ],
  ['facts_rank', 'Tuple(UInt8, UInt8, Int64, String, String)'],
  ['first_ns', 'Int64'],
  ['sound_ns', 'Int64'],
  ['last_ns', 'Int64'],
];

/** Of several times that a day was added up, which one it was. */
const MADE: Columns[number] = ['made', 'UInt64'];

/** The same of hours whose rows are kept, and what the resources of the function's telemetry say of their origin. */
export const DAY_FIGURE: Columns = [...HOUR_FIGURE, ['origins', 'Array(String)'], MADE];

/** The same of a dependency: what was called, and what was waited for. */
export const HOUR_CALL: Columns = [
  ['function_id', NAME],
  ['dependency', 'String'],
  ['start_ns', 'Int64 CODEC(Delta, ZSTD)'],
  ['environment', NAME],
  // 255 without a call.
  ['kind', 'UInt8'],
  // All calls and waits: of two attempts to add them up, the one that saw more counts.
  ['told', 'UInt64'],
  ['calls', 'UInt64'],
  ['errors', 'UInt64'],
  ['buckets', BUCKETS],
  ['invocations', 'UInt64'],
  ['waited_ns', 'Int128'],
  ['waiting_cost', 'Int128'],
];

/** The same of hours whose rows are kept. */
export const DAY_CALL: Columns = [...HOUR_CALL, MADE];

/** Tables of the hours of settled days. */
export const DAY_TABLES = ['day_figure', 'day_call'] as const;

/** What platforms counted in an hour whose minutes are not kept any more. */
export const HOUR_COUNT: Columns = [
  ['function_name', NAME],
  ['feed', 'UInt8'],
  ['provider', NAME],
  ['account_id', NAME],
  ['region', NAME],
  ['environment', NAME],
  ['is_throttles', 'UInt8'],
  // The hour's first minute since the epoch.
  ['minute', 'Int64'],
  ['more', 'UInt64'],
];
