import type { FigureName } from '@/core/model/alerts/figures';
import type { TotalsView } from '@/core/model/views';

/** Every figure that a screen shows, and how its API says it. */
export const ON_SCREENS: Readonly<Partial<Record<FigureName, (totals: TotalsView) => number | null>>> = {
  invocations: (totals) => totals.invocations,
  ok: ({ outcomes }) => outcomes.ok,
  errors: ({ errors }) => errors,
  error_rate: ({ errorRate }) => errorRate,
  handler_errors: ({ outcomes }) => outcomes.error,
  handler_error_rate: ({ outcomes, invocations }) => outcomes.error / invocations,
  timeouts: ({ timeouts }) => timeouts,
  timeout_rate: ({ timeouts, invocations }) => timeouts / invocations,
  ooms: ({ ooms }) => ooms,
  oom_rate: ({ ooms, invocations }) => ooms / invocations,
  throttles: ({ throttles }) => throttles,
  throttle_rate: ({ throttles, invocations }) => (throttles ?? 0) / invocations,
  cold_starts: ({ coldStarts }) => coldStarts,
  cold_start_rate: ({ coldStartRate }) => coldStartRate,
  duration_avg: ({ durationMs }) => durationMs.avg,
  duration_p50: ({ durationMs }) => durationMs.p50,
  duration_p95: ({ durationMs }) => durationMs.p95,
  duration_p99: ({ durationMs }) => durationMs.p99,
  duration_max: ({ durationMs }) => durationMs.max,
  cost: ({ costUsd }) => Number(costUsd),
  init_p95: ({ initMs }) => initMs.p95,
  memory_share: ({ memoryShare }) => memoryShare.max,
};
