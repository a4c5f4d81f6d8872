import { type Finding, LEAST_INVOCATIONS, share, usd } from './advice';

/** The input for advice about provisioned concurrency. */
export interface ProvisionedInput {
  readonly function: { readonly id: string; readonly name: string };
  readonly invocations: number;
  /** Average number of busy environments by hour of the day in UTC: 24 numbers. */
  readonly busy: readonly number[];
  /** USD at the function's size: one environment kept ready for an hour, an hour of work in it, an hour of work on demand. */
  readonly hourly: { readonly kept: number; readonly work: number; readonly onDemand: number };
}

const DAYS_A_MONTH = 30;

/**
 * Whether environments kept ready would be busy enough to cost less than on-demand ones: hour by hour, one environment after
 * the other, assuming even arrivals within an hour.
 */
export function provisionedAdvice({ function: of, invocations, busy, hourly }: ProvisionedInput): Finding {
  const keep = (reason: string): Finding => ({ keep: { kind: 'provisioned', function: of, reason } });
  if (invocations < LEAST_INVOCATIONS) return keep(`fewer than ${LEAST_INVOCATIONS} invocations`);
  const breakEven = hourly.kept / (hourly.onDemand - hourly.work);
  const plan = busy.map((load) => kept(load, breakEven));
  const most = Math.max(...plan);
  const busiest = Math.min(1, Math.max(...busy));
  if (most === 0) {
    return keep(
      `provisioned concurrency pays from ${percent(breakEven)} busy on; the busiest hour keeps one environment ${percent(busiest)} busy`,
    );
  }
  const savings = plan.map(
    (environments, hour) =>
      Math.min(busy[hour] ?? 0, environments) * (hourly.onDemand - hourly.work) - environments * hourly.kept,
  );
  const saving = savings.reduce((sum, one) => sum + one, 0) * DAYS_A_MONTH;
  const hours = plan.flatMap((environments, hour) => (environments > 0 ? [hour] : []));
  return {
    change: {
      kind: 'provisioned',
      function: of,
      title: `Keep up to ${most} ${most === 1 ? 'environment' : 'environments'} of ${of.name} ready in ${hours.length} hours of the day`,
      reason: `They pay from ${percent(breakEven)} busy on, and take cold starts away. Reckoned from the billed time of each hour, as if arrivals within it were even.`,
      certainty: 'assumed',
      saving: { low: saving, high: saving },
      evidence: {
        columns: ['Hour (UTC)', 'Busy on average', 'Kept ready', 'Saves a month'],
        rows: hours.map((hour) => [
          `${String(hour).padStart(2, '0')}:00`,
          share(busy[hour] ?? 0),
          String(plan[hour]),
          usd((savings[hour] ?? 0) * DAYS_A_MONTH),
        ]),
      },
    },
  };
}

/** How many environments are busy beyond the break-even when each takes all it can before the next. */
function kept(load: number, breakEven: number): number {
  const full = Math.floor(load);
  if (!(breakEven < 1)) return 0;
  return load - full > breakEven ? full + 1 : full;
}

function percent(rate: number): string {
  return `${Math.round(rate * 100)}%`;
}
