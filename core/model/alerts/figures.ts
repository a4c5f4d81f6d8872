/** How a figure is counted and shown: `share` is 0 to 1, `ms` milliseconds, `usd` US dollars, `minutes` minutes. */
export type FigureUnit = 'count' | 'share' | 'ms' | 'usd' | 'minutes';

/** Units of the values that rules compare; burn rates are in `times`. */
export const VALUE_UNITS = ['count', 'share', 'ms', 'usd', 'minutes', 'times'] as const;
export type ValueUnit = (typeof VALUE_UNITS)[number];

/**
 * Where a figure comes from: `rollups` exact counters per function and minute; `invocations` rows of invocations;
 * `dependencies` counters of the calls that functions make; `runs` the time a function last ran; `events` individual log
 * records or error groups; `rules` other rules; `self` Faaslens itself.
 */
export type FigureSource = 'rollups' | 'invocations' | 'dependencies' | 'runs' | 'events' | 'rules' | 'self';

export interface FigureFacts {
  readonly unit: FigureUnit;
  readonly source: FigureSource;
  /** Precedes the value in messages. */
  readonly label: string;
}

const rollup = (unit: FigureUnit, label: string): FigureFacts => ({ unit, source: 'rollups', label });
const rows = (unit: FigureUnit, label: string): FigureFacts => ({ unit, source: 'invocations', label });
const calls = (unit: FigureUnit, label: string): FigureFacts => ({ unit, source: 'dependencies', label });
const events = (label: string): FigureFacts => ({ unit: 'count', source: 'events', label });
const self = (unit: FigureUnit, label: string): FigureFacts => ({ unit, source: 'self', label });

/** Every figure that a rule may watch. Rates are shares of the window's invocations, or of its calls. */
export const FIGURES = {
  invocations: rollup('count', 'invocations'),
  ok: rollup('count', 'invocations without an error'),
  errors: rollup('count', 'failed invocations'),
  error_rate: rollup('share', 'share of failed invocations'),
  handler_errors: rollup('count', 'invocations that ended in an error'),
  handler_error_rate: rollup('share', 'share of invocations that ended in an error'),
  timeouts: rollup('count', 'timeouts'),
  timeout_rate: rollup('share', 'share of timeouts'),
  ooms: rollup('count', 'invocations out of memory'),
  oom_rate: rollup('share', 'share of invocations out of memory'),
  throttles: rollup('count', 'throttled attempts'),
  throttle_rate: rollup('share', 'share of throttled attempts'),
  cold_starts: rollup('count', 'cold starts'),
  cold_start_rate: rollup('share', 'share of cold starts'),
  duration_avg: rollup('ms', 'average duration'),
  duration_p50: rollup('ms', 'median duration'),
  duration_p90: rollup('ms', '90th percentile of duration'),
  duration_p95: rollup('ms', '95th percentile of duration'),
  duration_p99: rollup('ms', '99th percentile of duration'),
  duration_max: rollup('ms', 'longest duration'),
  duration_p95_of_limit: rollup('share', '95th percentile of duration as a share of the time limit'),
  cost: rollup('usd', 'cost'),
  cost_day: rollup('usd', 'cost of the day so far'),
  cost_forecast_day: rollup('usd', 'forecast cost of the day'),
  cost_month: rollup('usd', 'cost of the month so far'),
  cost_forecast_month: rollup('usd', 'forecast cost of the month'),
  init_p95: rows('ms', '95th percentile of init time'),
  init_max: rows('ms', 'longest init time'),
  memory_share: rows('share', 'highest use of memory as a share of its limit'),
  dependency_calls: calls('count', 'calls to dependencies'),
  dependency_errors: calls('count', 'failed calls to dependencies'),
  dependency_error_rate: calls('share', 'share of failed calls to dependencies'),
  dependency_duration_p50: calls('ms', 'median duration of calls to dependencies'),
  dependency_duration_p95: calls('ms', '95th percentile of the duration of calls to dependencies'),
  dependency_duration_p99: calls('ms', '99th percentile of the duration of calls to dependencies'),
  silence_minutes: { unit: 'minutes', source: 'runs', label: 'minutes since the last run' },
  log_matches: events('log records that match'),
  new_errors: events('new kinds of errors'),
  regressed_errors: events('errors that came back after they were resolved'),
  firing_rules: { unit: 'count', source: 'rules', label: 'rules that fire' },
  self_silence_minutes: self('minutes', 'minutes since anything was invoked'),
  self_failed_deliveries: self('count', 'messages that no channel took'),
  self_disk_free: self('share', 'free space of the disk'),
  self_rejected: self('count', 'records of the last 5 minutes that were refused'),
  self_check_failures: self('count', 'times in the last 5 minutes that a server of Faaslens was not ready'),
} as const satisfies Readonly<Record<string, FigureFacts>>;

/** Counting the log records of a window stops at this number. */
export const MOST_LOG_MATCHES = 10_000;

export type FigureName = keyof typeof FIGURES;

export const FIGURE_NAMES = Object.keys(FIGURES) as FigureName[];

export function figureFacts(name: FigureName): FigureFacts {
  return FIGURES[name];
}

/** What the samples of a figure are called in messages and on screens. */
export function sampleWord(name: FigureName): 'invocations' | 'calls' {
  return figureFacts(name).source === 'dependencies' ? 'calls' : 'invocations';
}

/** How many invocations or calls a value was computed from, in words; '' when from neither, or from none. */
export function countedFrom(name: FigureName, samples: number): string {
  const { source } = figureFacts(name);
  if (samples === 0 || source === 'events' || source === 'runs' || source === 'rules' || source === 'self')
    return '';
  return `${samples.toLocaleString('en-US')} ${samples === 1 ? sampleWord(name).slice(0, -1) : sampleWord(name)}`;
}

/** Whether a figure covers a rule's window; others cover a day, a month or an instant. */
export function isOfWindow(name: FigureName): boolean {
  const { source } = figureFacts(name);
  if (source === 'runs' || source === 'rules' || source === 'self') return false;
  return !/^cost_(forecast_)?(day|month)$/.test(name);
}
