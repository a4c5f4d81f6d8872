import type { TimeRange } from '../../model/time-range';
import type { Incident } from '../../settings/settings';

/** When a rule would have fired, and for which group. */
export interface Firing {
  readonly groupKey: string;
  readonly functionId: string | null;
  readonly startsAt: number;
  /** Null when it fires at the end of the range. */
  readonly endsAt: number | null;
}

/** Ids of incidents that a rule would have fired during, and of those in which it would have been silent. */
export interface KnownIncidents {
  readonly caught: readonly string[];
  readonly missed: readonly string[];
}

/** An incident is caught when the rule fires while it lasts, for its group or function, or for something that has none. */
export function matchIncidents(
  episodes: readonly Firing[],
  incidents: readonly Incident[],
  range: TimeRange,
): KnownIncidents {
  const caught: string[] = [];
  const missed: string[] = [];
  for (const incident of incidents) {
    const isCaught = episodes.some(
      (episode) =>
        isSame(episode, incident) &&
        episode.startsAt <= (incident.endsAt ?? range.toMs) &&
        (episode.endsAt ?? range.toMs) >= incident.startsAt,
    );
    (isCaught ? caught : missed).push(incident.id);
  }
  return { caught, missed };
}

function isSame(episode: Firing, incident: Incident): boolean {
  if (episode.groupKey === incident.groupKey) return true;
  if (episode.functionId === null || incident.functionId === null) return true;
  return episode.functionId === incident.functionId;
}
