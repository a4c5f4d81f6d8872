import type { TimeRange } from '../time-range';
import { type FigureName, figureFacts } from './figures';
import { UNNAMED_DEPENDENCY } from './group-labels';

/** What an alert is about, as far as pages can be narrowed to it. */
export interface AlertSubject {
  readonly functionId: string | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly figure: FigureName;
}

/**
 * The path of the page that shows the figures of an alert, with the range frozen, so that it shows them tomorrow, too: the map
 * for calls to dependencies, the invocations counted by version, region or attribute where the group has one of its own, else
 * the function, or the overview for what is no function.
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

/** Where a message about an incident leads, and what it says. */
export interface ToldIncident extends AlertSubject {
  readonly id: string;
  readonly reason: string;
  /** What the value was counted from. */
  readonly samples: number;
}

/** Shown of no range by the pages of functions, the overview and the map. */
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

/** What the list of invocations counts by a version, a region or an attribute, of so many of the newest ones. */
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
 * The path of a page that shows the value that a message tells: `pageOf` where it does, else the incident's own, which shows
 * any value against its limit.
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
  // A service has no page, and none can be narrowed to one.
  if (labels.service !== undefined && functionId === null) return false;
  if (figureFacts(figure).source === 'dependencies' || narrowedBy(labels) === null) return true;
  return COUNTED.has(figure) && samples <= MOST_COUNTED;
}

/** Labels that tell of functions. Any other is an attribute's. */
const OF_FUNCTIONS: ReadonlySet<string> = new Set([
  'function',
  'environment',
  'service',
  'region',
  'version',
  'dependency',
]);

/** The attribute whose value the group is, with the value; undefined when it is another kind of group. */
export function attributeOf(
  labels: AlertSubject['labels'],
): readonly [key: string, value: string] | undefined {
  return Object.entries(labels).find(([name]) => !OF_FUNCTIONS.has(name));
}

/** The parameters that narrow the list of invocations to the group, and count it; null when whole functions are the group. */
function narrowedBy(labels: AlertSubject['labels']): Readonly<Record<string, string>> | null {
  const { version, region } = labels;
  if (version !== undefined) return { version, groupBy: 'version' };
  const attribute = attributeOf(labels);
  if (attribute !== undefined) return { [`attribute.${attribute[0]}`]: attribute[1], groupBy: attribute[0] };
  return region === undefined || labels.function !== undefined ? null : { region, groupBy: 'region' };
}
