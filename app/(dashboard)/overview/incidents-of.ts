import type { Incident } from '@/core/settings/settings';

/** Incidents of one environment, and those that name none because they watch all of them; undefined: all incidents. */
export function incidentsOf<One extends Pick<Incident, 'labels'>>(
  incidents: readonly One[],
  environment: string | undefined,
): readonly One[] {
  if (environment === undefined) return incidents;
  return incidents.filter(({ labels }) => (labels.environment ?? environment) === environment);
}
