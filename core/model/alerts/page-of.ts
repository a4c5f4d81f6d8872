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
 * for calls to dependencies, else the function, or the overview for what is no function.
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
  if (functionId !== null) return `/functions/${encodeURIComponent(functionId)}?${query}`;
  if (environment !== undefined) query.set('environment', environment);
  return `/?${query}`;
}
