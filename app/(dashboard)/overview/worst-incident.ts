import { SEVERITIES } from '@/core/model/alerts/rule';
import type { Incident } from '@/core/settings/settings';

/** The newest of the most severe; undefined when there is none. Incidents come newest first. */
export function worstIncident<One extends Pick<Incident, 'severity'>>(incidents: readonly One[]) {
  const rank = ({ severity }: One) => SEVERITIES.indexOf(severity);
  return incidents.toSorted((a, b) => rank(b) - rank(a))[0];
}
