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

/** Labels that tell of functions. Any other is an attribute's. */
const OF_FUNCTIONS: ReadonlySet<string> = new Set([
  'function',
  'environment',
  'service',
  'region',
  'version',
]);

/** The parameters that narrow the list of invocations to the group, and count it; null when whole functions are the group. */
function narrowedBy(labels: AlertSubject['labels']): Readonly<Record<string, string>> | null {
  const { version, region } = labels;
  if (version !== undefined) return { version, groupBy: 'version' };
  const attribute = Object.entries(labels).find(([name]) => !OF_FUNCTIONS.has(name));
  if (attribute !== undefined) return { [`attribute.${attribute[0]}`]: attribute[1], groupBy: attribute[0] };
  return region === undefined || labels.function !== undefined ? null : { region, groupBy: 'region' };
}
