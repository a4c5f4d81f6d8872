import type { TimeRange } from '../time-range';
import { type FigureName, figureFacts } from './figures';
import { UNNAMED_DEPENDENCY } from './group-labels';

/** The subject of an alert, as far as pages can be narrowed to it. */
export interface AlertSubject {
  readonly functionId: string | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly figure: FigureName;
}

/**
 * The path of the page that shows an alert's figures, with a fixed time range so that the link still works tomorrow: the map
 * for calls to dependencies; the invocations for a group by version, region or attribute; else the function; else the
 * overview.
 */
export function pageOf({ functionId, labels, figure }: AlertSubject, { fromMs, toMs }: TimeRange): string {
  const query = new URLSearchParams({
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
  });
  const { environment, dependency } = labels;
  if (figureFacts(figure).source === 'dependencies') {
    if (environment !== undefined) query.set('environment', environment);
    if (functionId !== null) query.set('functionId', functionId);
    if (dependency !== undefined)
      query.set('dependency', dependency === UNNAMED_DEPENDENCY ? '' : dependency);
    return `/map?${query}`;
  }
  const counted = narrowedBy(labels);
  if (counted !== null) {
    for (const [name, value] of Object.entries(counted)) query.set(name, value);
    if (environment !== undefined) query.set('environment', environment);
    if (functionId !== null) query.set('functionId', functionId);
    return `/invocations?${query}`;
  }
  if (functionId !== null) return `/functions/${encodeURIComponent(functionId)}?${query}`;
  if (environment !== undefined) query.set('environment', environment);
  return `/?${query}`;
}

/** An incident as a message describes it and links to it. */
export interface ToldIncident extends AlertSubject {
  readonly id: string;
  readonly reason: string;
  /** How many samples the value was computed from. */
  readonly samples: number;
}

/** Figures that the pages of functions, the overview and the map do not show for a range. */
const ON_NO_PAGE: ReadonlySet<FigureName> = new Set([
  'duration_p90',
  'duration_p95_of_limit',
  'init_max',
  'cost_forecast_day',
  'cost_forecast_month',
  'silence_minutes',
  'log_matches',
  'new_errors',
  'regressed_errors',
  'firing_rules',
  'self_silence_minutes',
  'self_failed_deliveries',
  'self_disk_free',
  'self_rejected',
  'self_check_failures',
]);

/** Figures that the list of invocations computes by version, region or attribute, from a limited number of the newest ones. */
const COUNTED: ReadonlySet<FigureName> = new Set([
  'invocations',
  'errors',
  'error_rate',
  'cold_starts',
  'cold_start_rate',
  'duration_p50',
  'duration_p95',
  'cost',
  'cost_day',
  'cost_month',
]);
const MOST_COUNTED = 10_000;

/**
 * The path of a page that shows the value in a message: `pageOf` if that does, else the incident's own page, which shows any
 * value against its limit.
 */
export function pageWithValue(incident: ToldIncident, range: TimeRange): string {
  if (showsValue(incident)) return pageOf(incident, range);
  const query = new URLSearchParams({
    from: new Date(range.fromMs).toISOString(),
    to: new Date(range.toMs).toISOString(),
  });
  return `/alerts/incidents/${encodeURIComponent(incident.id)}?${query}`;
}

function showsValue({ figure, labels, functionId, reason, samples }: ToldIncident): boolean {
  if (reason === 'error' || ON_NO_PAGE.has(figure)) return false;
  // A service has no page, and no page can be narrowed to one.
  if (labels.service !== undefined && functionId === null) return false;
  if (figureFacts(figure).source === 'dependencies' || narrowedBy(labels) === null) return true;
  return COUNTED.has(figure) && samples <= MOST_COUNTED;
}

/** Labels that describe functions. Any other is an attribute's. */
const OF_FUNCTIONS: ReadonlySet<string> = new Set([
  'function',
  'environment',
  'service',
  'region',
  'version',
  'dependency',
]);

/** The attribute by whose value the group is formed, with that value; undefined for another kind of group. */
export function attributeOf(
  labels: AlertSubject['labels'],
): readonly [key: string, value: string] | undefined {
  return Object.entries(labels).find(([name]) => !OF_FUNCTIONS.has(name));
}

/** Parameters that narrow the list of invocations to the group and count it; null when the group is a whole function. */
function narrowedBy(labels: AlertSubject['labels']): Readonly<Record<string, string>> | null {
  const { version, region } = labels;
  if (version !== undefined) return { version, groupBy: 'version' };
  const attribute = attributeOf(labels);
  if (attribute !== undefined) return { [`attribute.${attribute[0]}`]: attribute[1], groupBy: attribute[0] };
  return region === undefined || labels.function !== undefined ? null : { region, groupBy: 'region' };
}
