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
  /** Recovered at this value or on its good side; null: the threshold itself. */
  readonly recovery: number | null;
}

/** Above or below `ratio` times what the same window was `against`. */
export interface ChangeCondition {
  readonly kind: 'change';
  readonly direction: 'above' | 'below';
  readonly ratio: number;
  /** Recovered at this ratio or on its good side; null: `ratio` itself. */
  readonly recoveryRatio: number | null;
  /** The window just before, at the same time a day or a week ago, or the mean of the seven days before. */
  readonly against: 'previous' | 'day' | 'week' | 'mean_7d';
  /** The value must be beyond this, too; null: anything. */
  readonly floor: number | null;
  /** Fewer invocations in the earlier window are nothing to compare with. */
  readonly minBaselineSamples: number;
}

/** Further from what is usual at this time of the week than `deviations` times the usual spread. */
export interface AnomalyCondition {
  readonly kind: 'anomaly';
  readonly direction: 'above' | 'below' | 'both';
  readonly deviations: number;
  readonly floor: number | null;
}

/** Spends the error budget of an objective too fast: in the long and in the short window of one of the pairs. */
export interface BurnRateCondition {
  readonly kind: 'burn_rate';
  /** The share of invocations that should be good, as 0.999. */
  readonly objective: number;
  readonly pairs: readonly {
    readonly longMinutes: number;
    readonly shortMinutes: number;
    readonly factor: number;
  }[];
}

/** While all or any of these rules (by key) fire for the same group, or for all functions together. */
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
 * Nobody is told within it that something fires; the rule is evaluated all the same, and who was told before is told the end.
 * Times of day as `22:00`, in the time zone.
 */
export interface MuteWindow {
  readonly days: readonly Weekday[];
  readonly from: string;
  /** At or before `from`: on the next day. */
  readonly to: string;
  readonly timeZone: string;
}

/** Only these; null is any. */
export interface RuleFilter {
  readonly functionId: string | null;
  readonly service: string | null;
  readonly environment: string | null;
  readonly version: string | null;
  /** Of figures about dependencies: its name, as `DynamoDB orders` or a host. */
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
/** `dependency` is what all functions of an environment call by one name; `version` is each version of each function; `attribute:<key>` each value of a promoted attribute. */
export type Grouping = (typeof GROUPINGS)[number] | `attribute:${string}`;

export interface RuleDefinition {
  readonly figure: FigureName;
  readonly filter: RuleFilter;
  readonly groupBy: Grouping;
  /** Of the records that `log_matches` counts; null for other figures. */
  readonly logs: { readonly q: string; readonly minSeverity: number } | null;
  readonly windowMinutes: number;
  readonly condition: Condition;
  /** Windows with fewer invocations, or calls to dependencies, are missing data. */
  readonly minSamples: number;
  /** Windows with more invocations are left to other rules; null: none are. */
  readonly maxSamples: number | null;
  /**
   * Every minute is a point. Fires when `breaching` of the last `of` points breach; resolves after `clear` good points in
   * a row.
   */
  readonly points: { readonly breaching: number; readonly of: number; readonly clear: number };
  /**
   * How long telemetry may take to arrive before a window is looked at. What comes later, up to 20 minutes, can still make the
   * rule fire (`core/alerts/look-again.ts`).
   */
  readonly delaySeconds: number;
  /**
   * What a window without data means: `ok` nothing, and a firing group resolves after three windows; `keep` the group
   * stays what it is; `nodata` an incident of its own; `fire` the same as a breach. The last two wait for nothing that is gone:
   * a version, dependency or value that is not seen any more, a function that has not run for a week.
   */
  readonly missingData: 'ok' | 'keep' | 'nodata' | 'fire';
  readonly severity: Severity;
  readonly runbookUrl: string | null;
  readonly mute: readonly MuteWindow[];
  /** ISO 8601; before nobody is told that it fires. */
  readonly snoozedUntil: string | null;
  /** Keys of rules: while one of them fires for the same group, or for all functions, no message of this one goes out. */
  readonly dependsOn: readonly string[];
}
