import type { TimeRange } from '@/core/model/time-range';
import type { Incident } from '@/core/settings/settings';

/** The function's page, or the overview, with the range frozen: it shows the same figures tomorrow. */
export function pageAtTheTime(
  { functionId, labels }: Pick<Incident, 'functionId' | 'labels'>,
  { fromMs, toMs }: TimeRange,
): string {
  const query = new URLSearchParams({
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
  });
  if (functionId !== null) return `/functions/${encodeURIComponent(functionId)}?${query}`;
  if (labels.environment !== undefined) query.set('environment', labels.environment);
  return `/?${query}`;
}
