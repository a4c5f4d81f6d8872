import { FaaslensError } from '../../errors';
import { MINUTE_MS, type TimeRange } from '../../model/time-range';
import type { Rule } from '../../settings/settings';
import { type AlertReader, allFunctions } from '../ask';
import { dueBetween } from '../due';
import { evaluateRule, type Finding, type IsFiring, type Observe } from '../evaluate-rule';
import { Standings } from '../standings';
import { readHistory } from './history';
import { type PastWorld, pastWorld } from './past-world';

/** Told shares from 0 to 1, now and then. */
export type Progress = (done: number) => void;

export interface ReplayInput {
  readonly rule: Rule;
  /** All other rules: composites look at those that they name. */
  readonly others: readonly Rule[];
  /** Ends of windows: the first is after `fromMs`, the last at `toMs`. */
  readonly range: TimeRange;
  /** What of all is replayed; everything unless given. */
  readonly part?: Part;
}

/** One part of many, of which each has functions of its own. */
export interface Part {
  readonly functionIds: readonly string[];
  /** How many parts there are. */
  readonly of: number;
}

/** What is told of the rule at each minute, in order. */
export interface ReplayListener {
  observerAt(at: number): Observe;
  noteFindings(findings: readonly Finding[], at: number, isFiring: IsFiring): void;
}

/** Reading takes about half of the time. */
const READING = 0.5;
const PROGRESS_MINUTES = 720;

/**
 * Lets `evaluateRule`, the live engine's own evaluation, decide at every minute of a past range on what is stored now. Nothing is
 * remembered from before the range.
 * @throws FaaslensError `invalid_input` for figures of which no past is kept.
 */
export async function replay(
  reader: AlertReader,
  { rule, others, range, part }: ReplayInput,
  listener: ReplayListener,
  progress: Progress,
): Promise<void> {
  const rules = withReferred({ ...rule, enabled: true }, others);
  const ids = part && new Set(part.functionIds);
  const functions = (await allFunctions(reader)).filter(({ id }) => ids?.has(id) ?? true);
  const worlds = new Map<string, PastWorld>();
  for (const [index, one] of rules.entries()) {
    const history = await readHistory(reader, one, functions, range, (done) =>
      progress((READING * (index + done)) / rules.length),
    );
    worlds.set(one.id, pastWorld(one, functions, history, part?.of));
  }

  const standings = new Standings([], rules);
  const first = Math.floor(range.fromMs / MINUTE_MS) * MINUTE_MS + MINUTE_MS;
  for (let at = first; at <= range.toMs; at += MINUTE_MS) {
    for (const due of dueAt(rules, at)) {
      const world = worlds.get(due.id);
      if (world === undefined) continue;
      world.moveTo(at);
      if (!world.isKept()) continue;
      const observe = due.id === rule.id ? listener.observerAt(at) : undefined;
      const found = evaluateRule(due, at, world, standings.groupsOf(due.id), standings.isFiring, observe);
      for (const finding of found) standings.noteFinding(finding);
      if (due.id === rule.id) listener.noteFindings(found, at, standings.isFiring);
    }
    if (((at - first) / MINUTE_MS) % PROGRESS_MINUTES === 0) {
      progress(READING + ((1 - READING) * (at - first)) / Math.max(1, range.toMs - first));
    }
  }
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
