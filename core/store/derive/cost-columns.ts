import type { CostLine } from '../../model/costs/cost-split';

/**
 * What rollup rows count of costs besides the total. The parts missing here are the remainder: `work` among lines, `ok`
 * among outcomes.
 */
export const COST_COLUMNS = [
  'cost_waiting',
  'cost_init',
  'cost_telemetry',
  'cost_request',
  'cost_untraced',
  'cost_error',
  'cost_timeout',
  'cost_oom',
  'cost_throttled',
  'cost_retry',
  'retries',
  'billed_mb_ms',
] as const;

export type CostColumn = (typeof COST_COLUMNS)[number];

const NS_PER_MS = 1_000_000n;

/** What is counted of an invocation's cost. */
export interface CountedCost {
  readonly outcome: string;
  readonly memory_mb: bigint | null;
  readonly billed_ns: bigint | null;
  readonly cost_pico_usd: bigint | null;
}

/** What an invocation adds to each column, in their order; `split` is null without a cost. */
export function costsOf(
  record: CountedCost,
  split: {
    readonly lines: Readonly<Record<Exclude<CostLine, 'work'>, bigint>>;
    readonly isRetry: boolean;
  } | null,
): readonly bigint[] {
  const { outcome, memory_mb, billed_ns } = record;
  const cost = record.cost_pico_usd ?? 0n;
  const lines = split?.lines;
  const when = (holds: boolean) => (holds ? cost : 0n);
  return [
    lines?.waiting ?? 0n,
    lines?.init ?? 0n,
    lines?.telemetry ?? 0n,
    lines?.request ?? 0n,
    lines?.untraced ?? 0n,
    when(outcome === 'error'),
    when(outcome === 'timeout'),
    when(outcome === 'oom'),
    when(outcome === 'throttled'),
    when(split?.isRetry === true),
    split?.isRetry === true ? 1n : 0n,
    memory_mb === null || billed_ns === null ? 0n : (memory_mb * billed_ns) / NS_PER_MS,
  ];
}
