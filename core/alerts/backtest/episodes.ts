import type { IncidentReason } from '../../settings/settings';
import { explain } from '../conditions/explanation';
import type { Finding } from '../evaluate-rule';
import type { Firing } from './known-incidents';

/** From when a rule would have fired for a group until it would have been resolved. */
export interface Episode extends Firing {
  readonly labels: Readonly<Record<string, string>>;
  readonly reason: IncidentReason;
  readonly endReason: IncidentReason | null;
  readonly value: number | null;
  readonly limit: number | null;
  readonly samples: number;
  readonly explanation: string;
}

/** In the order of the findings, which are those with transitions. */
export function toEpisodes(findings: readonly Finding[]): readonly Episode[] {
  const episodes: Episode[] = [];
  const open = new Map<string, number>();
  for (const { groupKey, group, reading, transition, at } of findings) {
    if (transition?.type === 'fire') {
      const position = episodes.push({
        groupKey,
        functionId: group?.functionId ?? null,
        labels: group?.labels ?? {},
        reason: transition.reason,
        startsAt: at,
        endsAt: null,
        endReason: null,
        value: reading?.value ?? null,
        limit: reading?.limit ?? null,
        samples: reading?.samples ?? 0,
        explanation: explain(reading?.basis ?? null),
      });
      open.set(groupKey, position - 1);
      continue;
    }
    const position = open.get(groupKey);
    const episode = position === undefined ? undefined : episodes[position];
    if (position === undefined || episode === undefined || transition === null) continue;
    episodes[position] = { ...episode, endsAt: at, endReason: transition.reason };
    open.delete(groupKey);
  }
  return episodes;
}
