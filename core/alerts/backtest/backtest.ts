import type { TimeRange } from '../../model/time-range';
import type { Incident, IncidentReason } from '../../settings/settings';
import type { AlertReader } from '../ask';
import { explain } from '../conditions/explanation';
import type { Finding } from '../evaluate-rule';
import { type Firing, type KnownIncidents, matchIncidents } from './known-incidents';
import { Recorder, type SeriesOfGroup } from './recorder';
import { type Progress, type ReplayInput, replay } from './replay';
import { type SweepPoint, sweep } from './sweep';

export interface BacktestInput extends ReplayInput {
  /** Incidents that really were, to be caught or missed. */
  readonly known: readonly Incident[];
  /** The group whose values are wanted before those of others. */
  readonly focus?: string;
}

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

export interface BacktestResult {
  readonly range: TimeRange;
  /** In order of their beginning. */
  readonly episodes: readonly Episode[];
  /** Time in which it fired for any group, those of several groups added up. */
  readonly firingMs: number;
  /** Of these groups the values and limits; at most ten groups, those that fired first. */
  readonly series: readonly SeriesOfGroup[];
  readonly groups: number;
  readonly known: KnownIncidents;
  /** What other numbers in place of the condition's would have done, ascending; empty for composites. */
  readonly sweep: readonly SweepPoint[];
}

export const LONGEST_BACKTEST_DAYS = 90;

/**
 * What the rule would have done in the past, by a replay of its decisions: the same as the engine did, but for telemetry that
 * came later than the rule's delay.
 * @throws FaaslensError `invalid_input` for figures of which no past is kept.
 */
export async function backtest(
  reader: AlertReader,
  input: BacktestInput,
  progress: Progress,
): Promise<BacktestResult> {
  const { rule, range } = input;
  const recorder = new Recorder(range);
  const findings: Finding[] = [];
  await replay(
    reader,
    input,
    {
      observerAt: (at) => recorder.observerAt(at),
      noteFindings: (found) => {
        for (const finding of found) if (finding.transition !== null) findings.push(finding);
      },
    },
    progress,
  );
  const episodes = toEpisodes(findings);
  return {
    range,
    episodes,
    firingMs: episodes.reduce((sum, { startsAt, endsAt }) => sum + (endsAt ?? range.toMs) - startsAt, 0),
    series: recorder.series(input.focus ?? null, episodes),
    groups: recorder.groupCount,
    known: matchIncidents(episodes, input.known, range),
    sweep: sweep(rule, recorder, range),
  };
}

function toEpisodes(findings: readonly Finding[]): readonly Episode[] {
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
