import type { CallColumn, FigureColumn } from '../../alert-figures';

/** Columns of `rollup`. */
export const COLUMN_SQL: Readonly<Record<FigureColumn, string>> = {
  invocations: 'invocations',
  ok: 'ok',
  error: 'error',
  timeout: 'timeout',
  oom: 'oom',
  throttled: 'throttled',
  coldStarts: 'cold_starts',
  durationSumNs: 'duration_sum_ns',
  durationMaxNs: 'duration_max_ns',
  costPicoUsd: 'cost_pico_usd',
  unpriced: 'unpriced',
};

/** Columns of `dependency_rollup`. */
export const CALL_COLUMN_SQL: Readonly<Record<CallColumn, string>> = {
  calls: 'calls',
  failedCalls: 'errors',
};
