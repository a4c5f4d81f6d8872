import type { FigureName } from './figures';

export const SEVERITIES = ['info', 'warning', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** Above or below a number, in the figure's unit. */
export interface ThresholdCondition {
  readonly kind: 'threshold';
  readonly direction: 'above' | 'below';
  readonly threshold: number;
  /** Recovered at this value or better; null: the threshold itself. */
  readonly recovery: number | null;
}

/** Above or below `ratio` times the value of the window that `against` names. */
export interface ChangeCondition {
  readonly kind: 'change';
  readonly direction: 'above' | 'below';
  readonly ratio: number;
  /** Recovered at this ratio or better; null: `ratio` itself. */
  readonly recoveryRatio: number | null;
  /** The preceding window, the same window a day or a week ago, or the mean of the seven days before. */
  readonly against: 'previous' | 'day' | 'week' | 'mean_7d';
  /** The value must be beyond this as well; null: no such condition. */
  readonly floor: number | null;
  /** An earlier window with fewer invocations is not used for comparison. */
  readonly minBaselineSamples: number;
}

/** Deviates from the usual value at this time of the week by more than `deviations` times the usual spread. */
export interface AnomalyCondition {
  readonly kind: 'anomaly';
  readonly direction: 'above' | 'below' | 'both';
  readonly deviations: number;
  readonly floor: number | null;
}

/** Burns an objective's error budget too fast: in both the long and the short window of one of the pairs. */
export interface BurnRateCondition {
  readonly kind: 'burn_rate';
  /** The share of invocations that should be good, such as 0.999. */
  readonly objective: number;
  readonly pairs: readonly {
    readonly longMinutes: number;
    readonly shortMinutes: number;
    readonly factor: number;
  }[];
}

/** True while all or any of these rules (by key) fire for the same group, or for all functions together. */
export interface CompositeCondition {
  readonly kind: 'composite';
  readonly of: 'all' | 'any';
  readonly rules: readonly string[];
}

export type Condition =
  | ThresholdCondition
  | ChangeCondition
  | AnomalyCondition
  | BurnRateCondition
  | CompositeCondition;

/**
 * A window in which no message announces that something fires. The rule is still evaluated, and whoever was notified earlier
 * is notified of the end. Times of day as `22:00`, in the time zone.
 */
export interface MuteWindow {
  readonly days: readonly Weekday[];
  readonly from: string;
  /** At or before `from`: on the next day. */
  readonly to: string;
  readonly timeZone: string;
}

/** Restricts a rule; null means any. */
export interface RuleFilter {
  readonly functionId: string | null;
  readonly service: string | null;
  readonly environment: string | null;
  readonly version: string | null;
  /** For figures about dependencies: its name, such as `DynamoDB orders` or a host. */
  readonly dependency: string | null;
}

export const GROUPINGS = [
  'function',
  'service',
  'environment',
  'region',
  'version',
  'dependency',
  'all',
] as const;
/** `dependency`: calls of an environment to one name; `version`: each version of a function; `attribute:<key>`: each value. */
export type Grouping = (typeof GROUPINGS)[number] | `attribute:${string}`;

export interface RuleDefinition {
  readonly figure: FigureName;
  readonly filter: RuleFilter;
  readonly groupBy: Grouping;
  /** Which log records `log_matches` counts; null for other figures. */
  readonly logs: { readonly q: string; readonly minSeverity: number } | null;
  readonly windowMinutes: number;
  readonly condition: Condition;
  /** A window with fewer invocations, or calls to dependencies, counts as missing data. */
  readonly minSamples: number;
  /** A window with more invocations is left to other rules; null: no limit. */
  readonly maxSamples: number | null;
  /**
   * Each minute is a point. Fires when `breaching` of the last `of` points breach; resolves after `clear` consecutive good
   * points.
   */
  readonly points: { readonly breaching: number; readonly of: number; readonly clear: number };
  /**
   * How long to wait for telemetry before a window is evaluated. Telemetry that is up to 20 minutes later can still make the
   * rule fire (`core/alerts/look-again.ts`).
   */
  readonly delaySeconds: number;
  /**
   * What a window without data means. `ok`: nothing; a firing group resolves after three such windows. `keep`: the status
   * stays. `nodata`: an incident of its own. `fire`: the same as a breach. The last two do not wait for what no longer exists:
   * a version, dependency or value that is no longer seen, a function that has not run for a week.
   */
  readonly missingData: 'ok' | 'keep' | 'nodata' | 'fire';
  readonly severity: Severity;
  readonly runbookUrl: string | null;
  readonly mute: readonly MuteWindow[];
  /** ISO 8601; until then, no message announces that it fires. */
  readonly snoozedUntil: string | null;
  /** Keys of rules: while one of them fires for the same group, or for all functions, this rule sends no messages. */
  readonly dependsOn: readonly string[];
}
