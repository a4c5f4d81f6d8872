import { FaaslensError } from '../../errors';
import { HOUR_MS, MINUTE_MS, type TimeRange } from '../../model/time-range';
import type { Incident, IncidentReason, Rule } from '../../settings/settings';
import { type AlertReader, allFunctions } from '../ask';
import { dueBetween } from '../due';
import { evaluateRule, type Finding } from '../evaluate-rule';
import { Standings } from '../standings';
import { readHistory } from './history';
import { type Firing, type KnownIncidents, matchIncidents } from './known-incidents';
import { type PastWorld, pastWorld } from './past-world';
import { Recorder, type SeriesOfGroup } from './recorder';
import { type SweepPoint, sweep } from './sweep';

export interface BacktestInput {
  readonly rule: Rule;
  /** All other rules: composites look at those that they name. */
  readonly others: readonly Rule[];
  /** Ends of windows: the first is after `fromMs`, the last at `toMs`. */
  readonly range: TimeRange;
  /** Incidents that really were, to be caught or missed. */
  readonly known: readonly Incident[];
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

/** Told shares from 0 to 1, now and then. */
export type Progress = (done: number) => void;

export const LONGEST_BACKTEST_DAYS = 90;
/** Reading takes about half of the time. */
const READING = 0.5;
const PROGRESS_MS = 12 * HOUR_MS;

/**
 * What the rule would have done in the past: `evaluateRule`, the live engine's own evaluation, at every minute of the range on
 * what is stored now. The same as the engine did, but for telemetry that came later than the rule's delay. Nothing is
 * remembered from before the range.
 * @throws FaaslensError `invalid_input` for figures of which no past is kept.
 */
export async function backtest(
  reader: AlertReader,
  input: BacktestInput,
  progress: Progress,
): Promise<BacktestResult> {
  const { rule, others, range } = input;
  const rules = withReferred({ ...rule, enabled: true }, others);
  const functions = await allFunctions(reader);
  const worlds = new Map<string, PastWorld>();
  for (const [index, one] of rules.entries()) {
    const history = await readHistory(reader, one, functions, range, (done) =>
      progress((READING * (index + done)) / rules.length),
    );
    worlds.set(one.id, pastWorld(one, functions, history));
  }

  const standings = new Standings([], rules);
  const recorder = new Recorder(range);
  const findings: Finding[] = [];
  const first = Math.floor(range.fromMs / MINUTE_MS) * MINUTE_MS + MINUTE_MS;
  for (let at = first; at <= range.toMs; at += MINUTE_MS) {
    for (const due of dueAt(rules, at)) {
      const world = worlds.get(due.id);
      if (world === undefined) continue;
      world.moveTo(at);
      const observe = due.id === rule.id ? recorder.observerAt(at) : undefined;
      const found = evaluateRule(due, at, world, standings.groupsOf(due.id), standings.isFiring, observe);
      for (const finding of found) {
        standings.noteFinding(finding);
        if (finding.transition !== null && finding.rule.id === rule.id) findings.push(finding);
      }
    }
    if ((at - first) % PROGRESS_MS === 0) {
      progress(READING + ((1 - READING) * (at - first)) / (range.toMs - first));
    }
  }
  const episodes = toEpisodes(findings);
  return {
    range,
    episodes,
    firingMs: episodes.reduce((sum, { startsAt, endsAt }) => sum + (endsAt ?? range.toMs) - startsAt, 0),
    series: recorder.series(episodes),
    groups: recorder.groupCount,
    known: matchIncidents(episodes, input.known, range),
    sweep: sweep(rule, recorder, range),
  };
}

/** In the engine's order. */
function dueAt(rules: readonly Rule[], at: number): readonly Rule[] {
  if (rules.length === 1) return rules;
  const atOnce = rules.map((rule) => ({ ...rule, delaySeconds: 0 }));
  return dueBetween(atOnce, at - 1, at).flatMap((due) => due.rules);
}

/** The rule and all rules that it looks at, directly or not. */
function withReferred(rule: Rule, others: readonly Rule[]): readonly Rule[] {
  const byKey = new Map(others.map((other) => [other.key, other]));
  const found = new Map<string, Rule>([[rule.id, rule]]);
  const visit = (one: Rule) => {
    if (one.condition.kind !== 'composite') return;
    for (const key of one.condition.rules) {
      const other = byKey.get(key);
      if (other === undefined)
        throw new FaaslensError('invalid_input', `condition.rules: there is no rule with the key ${key}`);
      if (found.has(other.id)) continue;
      found.set(other.id, { ...other, enabled: true });
      visit(other);
    }
  };
  visit(rule);
  return [...found.values()];
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
        explanation: reading?.explanation ?? '',
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
