import type { TimeRange } from '../../model/time-range';
import type { Incident } from '../../settings/settings';
import type { AlertReader } from '../ask';
import type { Episode } from './episodes';
import { type KnownIncidents, matchIncidents } from './known-incidents';
import { localPart, type PartWorker, type ReplayedPart } from './part';
import type { GroupReadings } from './recorder';
import type { Progress, ReplayInput } from './replay';
import { type SeriesOfGroup, seriesOf } from './series';
import { numbersToTry, type SweepPoint, toSweep } from './sweep';

export interface BacktestInput extends ReplayInput {
  /** Incidents that really were, to be caught or missed. */
  readonly known: readonly Incident[];
  /** The group whose values are wanted before those of others. */
  readonly focus?: string;
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
export function backtest(
  reader: AlertReader,
  input: BacktestInput,
  progress: Progress,
): Promise<BacktestResult> {
  return backtestInParts(input, [localPart(reader, input, progress)]);
}

/** The same by several, who begin in this order; each has functions of its own (`divide`). What they answer is the same. */
export async function backtestInParts(
  { rule, range, known, focus }: BacktestInput,
  workers: readonly PartWorker[],
): Promise<BacktestResult> {
  const parts = await Promise.all(workers.map((worker) => worker.replay()));
  const episodes = parts
    .flatMap((part) => part.episodes)
    .sort((a, b) => a.startsAt - b.startsAt || (a.groupKey < b.groupKey ? -1 : 1));
  const groups = groupsByName(parts);
  const numbers = numbersToTry(rule.condition, groups);
  const firings = await Promise.all(workers.map((worker) => worker.tryNumbers(numbers)));
  return {
    range,
    episodes,
    firingMs: episodes.reduce((sum, { startsAt, endsAt }) => sum + (endsAt ?? range.toMs) - startsAt, 0),
    series: seriesOf(groups, range, focus ?? null, episodes),
    groups: groups.size,
    known: matchIncidents(episodes, known, range),
    sweep: toSweep(rule.condition, numbers, firings),
  };
}

/** Their order must not depend on who replayed them. */
function groupsByName(parts: readonly ReplayedPart[]): ReadonlyMap<string, GroupReadings> {
  const named = parts
    .flatMap(({ groups }) => [...groups])
    .map(([key, readings]) => ({
      name: `${Object.values(readings.group?.labels ?? {}).join(' ')} ${key}`,
      key,
      readings,
    }));
  named.sort((a, b) => (a.name < b.name ? -1 : 1));
  return new Map(named.map(({ key, readings }) => [key, readings]));
}
