import type { RuleDraft } from '../settings/rule-schema';
import type { RuleStock } from '../settings/rules';
import type { AlertSettings } from '../settings/settings';

/** One bad minute is enough: the figure says that something broke, not that it is slow. */
const AT_ONCE = { breaching: 1, of: 1, clear: 30 };
const HOUR = 60;
const DAY = 24 * HOUR;

/**
 * What someone who runs functions wants to know, per function unless told; those that need to be told more are off. They have
 * no channel: until one is chosen, incidents are only shown.
 */
export const DEFAULT_RULES: readonly RuleDraft[] = [
  {
    key: 'error-rate',
    name: 'Error rate',
    figure: 'error_rate',
    condition: { kind: 'threshold', threshold: 0.05, recovery: 0.025 },
    minSamples: 20,
    severity: 'critical',
  },
  {
    key: 'new-error',
    name: 'New kind of error',
    figure: 'new_errors',
    windowMinutes: HOUR,
    condition: { kind: 'threshold', threshold: 0 },
    points: { ...AT_ONCE, clear: 1 },
  },
  {
    key: 'errors-at-low-traffic',
    name: 'Errors at low traffic',
    figure: 'errors',
    windowMinutes: 30,
    condition: { kind: 'threshold', threshold: 2, recovery: 0 },
    maxSamples: 10,
  },
  {
    key: 'timeouts',
    name: 'Timeouts',
    figure: 'timeouts',
    condition: { kind: 'threshold', threshold: 0 },
    points: AT_ONCE,
  },
  {
    key: 'near-timeout',
    name: 'Close to the time limit',
    figure: 'duration_p95_of_limit',
    windowMinutes: 15,
    condition: { kind: 'threshold', threshold: 0.8, recovery: 0.7 },
    minSamples: 5,
  },
  {
    key: 'out-of-memory',
    name: 'Out of memory',
    figure: 'ooms',
    condition: { kind: 'threshold', threshold: 0 },
    points: AT_ONCE,
    severity: 'critical',
  },
  {
    key: 'memory',
    name: 'Memory nearly used up',
    figure: 'memory_share',
    windowMinutes: 15,
    condition: { kind: 'threshold', threshold: 0.9, recovery: 0.85 },
  },
  {
    key: 'latency',
    name: 'Slower than last week',
    figure: 'duration_p95',
    windowMinutes: HOUR,
    condition: {
      kind: 'change',
      ratio: 2,
      recoveryRatio: 1.5,
      against: 'week',
      floor: 500,
      minBaselineSamples: 50,
    },
    minSamples: 50,
  },
  {
    key: 'cold-starts',
    name: 'Cold starts',
    figure: 'cold_start_rate',
    windowMinutes: 30,
    condition: { kind: 'threshold', threshold: 0.2, recovery: 0.15 },
    minSamples: 100,
    severity: 'info',
  },
  {
    key: 'throttles',
    name: 'Throttled',
    figure: 'throttles',
    condition: { kind: 'threshold', threshold: 0 },
    points: AT_ONCE,
  },
  {
    key: 'dependencies',
    name: 'Calls to a dependency fail',
    figure: 'dependency_error_rate',
    groupBy: 'dependency',
    condition: { kind: 'threshold', threshold: 0.1, recovery: 0.05 },
    minSamples: 20,
  },
  {
    key: 'cost',
    name: 'The day becomes expensive',
    figure: 'cost_forecast_day',
    groupBy: 'all',
    condition: {
      kind: 'change',
      ratio: 1.5,
      recoveryRatio: 1.3,
      against: 'mean_7d',
      floor: 1,
      minBaselineSamples: 1,
    },
  },
  {
    key: 'no-data',
    name: 'No data at all',
    figure: 'invocations',
    groupBy: 'all',
    windowMinutes: 15,
    condition: { kind: 'change', direction: 'below', ratio: 0.01, against: 'week', minBaselineSamples: 100 },
    severity: 'critical',
  },
  {
    key: 'disk',
    name: 'The disk of Faaslens is nearly full',
    figure: 'self_disk_free',
    groupBy: 'all',
    condition: { kind: 'threshold', direction: 'below', threshold: 0.15, recovery: 0.2 },
    severity: 'critical',
  },
  {
    key: 'rejected',
    name: 'Telemetry is refused',
    figure: 'self_rejected',
    groupBy: 'all',
    condition: { kind: 'threshold', threshold: 0 },
    points: AT_ONCE,
  },
  {
    key: 'self-check',
    name: 'Faaslens does not answer its own check',
    figure: 'self_check_failures',
    groupBy: 'all',
    condition: { kind: 'threshold', threshold: 2, recovery: 0 },
    points: AT_ONCE,
    severity: 'critical',
  },
  {
    key: 'deliveries',
    name: 'Alerts cannot be delivered',
    figure: 'self_failed_deliveries',
    groupBy: 'all',
    condition: { kind: 'threshold', threshold: 0 },
    points: AT_ONCE,
    severity: 'critical',
  },
  {
    key: 'traffic-drop',
    name: 'Less traffic than last week',
    enabled: false,
    figure: 'invocations',
    windowMinutes: HOUR,
    condition: {
      kind: 'change',
      direction: 'below',
      ratio: 0.3,
      recoveryRatio: 0.5,
      against: 'week',
      minBaselineSamples: 100,
    },
  },
  {
    key: 'heartbeat',
    name: 'A scheduled function does not run',
    enabled: false,
    figure: 'silence_minutes',
    condition: { kind: 'threshold', threshold: 1.5 * DAY },
    points: AT_ONCE,
  },
  {
    key: 'error-budget',
    name: 'Error budget of 99.9% burns too fast',
    enabled: false,
    figure: 'error_rate',
    condition: { kind: 'burn_rate', objective: 0.999 },
    minSamples: 100,
    severity: 'critical',
  },
];

/** Makes the default rules in a database in which no rule was ever evaluated and none is. @returns whether it did */
export async function seedRules(
  settings: Pick<AlertSettings, 'listRules'> & RuleStock,
  evaluatedUntil: number | null,
): Promise<boolean> {
  if (evaluatedUntil !== null || (await settings.listRules()).length > 0) return false;
  await settings.createRules(DEFAULT_RULES);
  return true;
}
