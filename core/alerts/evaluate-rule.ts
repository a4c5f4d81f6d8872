import { figureFacts } from '../model/alerts/figures';
import { DAY_MS, MINUTE_MS } from '../model/time-range';
import type { GroupState, Standing } from '../settings/alert-state';
import type { Rule } from '../settings/settings';
import { readMeasures, readValue } from './conditions/read-condition';
import { missing, type Reading } from './conditions/reading';
import { type Evaluation, evaluate, evaluateAgain } from './evaluate';
import { ALL, addGroup, type Group, groupOf } from './groups';
import { eventWindow, needsLastRuns } from './questions';
import type { World } from './world';

/** What one evaluation found for one group. */
export interface Finding extends Evaluation {
  readonly rule: Rule;
  /** Null when nothing is known of it any more. */
  readonly group: Group | null;
  readonly groupKey: string;
  readonly previous: GroupState | null;
  /** Null when the group was closed because the rule does not watch it any more. */
  readonly reading: Reading | null;
  readonly at: number;
}

/** Whether the rule with the key fires for the group; null asks for any group. */
export type IsFiring = (ruleKey: string, groupKey: string | null) => boolean;

/** Whether a rule fires as another rule's group sees it: for the same group, for all functions, or to that one for any. */
export function firesFor(isFiring: IsFiring, ruleKey: string, groupKey: string): boolean {
  if (groupKey === ALL.key) return isFiring(ruleKey, null);
  return isFiring(ruleKey, groupKey) || isFiring(ruleKey, ALL.key);
}

/** Is told every reading, also of groups without a state; `isIdle` when it is gone, or nothing of it has run for a week. */
export type Observe = (group: Group | null, groupKey: string, reading: Reading, isIdle: boolean) => void;

/** A function that has not run for so long is not expected to run. */
const ACTIVE_MS = 7 * DAY_MS;

/**
 * Evaluates one rule at one instant for all of its groups. Pure: the live engine and backtests call it with their worlds.
 * `states` are the rule's, by group key. Answers only groups that have a state, or had one.
 * @throws what the world throws when something that the rule needs could not be read.
 */
export function evaluateRule(
  rule: Rule,
  at: number,
  world: World,
  states: ReadonlyMap<string, GroupState>,
  isFiring: IsFiring,
  observe?: Observe,
): readonly Finding[] {
  const findings: Finding[] = [];
  const note = (group: Group | null, groupKey: string, reading: Reading, isIdle: boolean) => {
    observe?.(group, groupKey, reading, isIdle);
    const previous = states.get(groupKey) ?? null;
    if (previous === null && saysNothing(rule, reading)) return;
    // A process that died between two commits has evaluated some groups already.
    if (previous !== null && previous.evaluatedAt >= at) return;
    // Who may be gone for good is neither missed nor in breach.
    const limits: Rule = isIdle ? { ...rule, missingData: 'ok' } : rule;
    const evaluation = evaluate(limits, previous, reading, at);
    const { next, transition } = evaluation;
    if (previous === null && next === null) return;
    findings.push({ rule, group, groupKey, previous, reading, at, next, transition });
    const again = evaluateAgain(limits, previous, evaluation, reading, at);
    if (again === null || next === null) return;
    const between = { ...next, ruleId: rule.id, groupKey, incidentId: null };
    findings.push({ rule, group, groupKey, previous: between, reading, at, ...again });
  };
  const idle = idleGroups(rule, at, world);
  const seen = new Set<string>();
  read(rule, at, world, isFiring, (group, reading) => {
    if (group.firstSeen >= at) return;
    if (states.size > 0) seen.add(group.key);
    const isIdle = idle(group.key);
    note(group, group.key, isIdle ? missing(null, 0) : reading, isIdle);
  });
  for (const [groupKey, previous] of states) {
    if (seen.has(groupKey)) continue;
    if (isForeign(rule, groupKey, world)) {
      const transition = isOpen(previous) ? ({ type: 'resolve', reason: 'rule_changed' } as const) : null;
      findings.push({ rule, group: null, groupKey, previous, reading: null, at, next: null, transition });
    } else note(null, groupKey, missing(null, 0), rule.missingData !== 'keep');
  }
  return findings;
}

/** What leaves a group without a state as it is, `ok`; nearly all readings do. */
function saysNothing({ missingData }: Rule, { point }: Reading): boolean {
  if (point === 'missing') return missingData === 'ok' || missingData === 'keep';
  return point !== 'breach';
}

/** Whether the group stands elsewhere than before. */
export function changesStatus({ previous, next }: Pick<Finding, 'previous' | 'next'>): boolean {
  return (previous?.status ?? 'ok') !== (next?.status ?? 'ok');
}

export function isOpen({ status }: Pick<Standing, 'status'>): boolean {
  return status === 'firing' || status === 'recovering' || status === 'nodata';
}

/** Tells the reading of each group. Not as a list: a backtest would make one for each of 40,000 minutes. */
function read(
  rule: Rule,
  at: number,
  world: World,
  isFiring: IsFiring,
  tell: (group: Group, reading: Reading) => void,
): void {
  switch (figureFacts(rule.figure).source) {
    case 'rollups':
    case 'invocations':
    case 'dependencies':
      for (const { group, measures } of world.measures(rule))
        tell(group, readMeasures(rule, at, measures, group));
      return;
    case 'events': {
      const events = world.events(rule, eventWindow(rule, at));
      for (const group of allGroups(rule, world)) {
        const count = events.get(group.key)?.count ?? 0;
        tell(group, readValue(rule, count, count));
      }
      return;
    }
    case 'runs': {
      const runs = world.lastRuns(rule);
      for (const group of allGroups(rule, world)) {
        const run = runs.get(group.key);
        tell(group, readValue(rule, run === undefined ? null : (at - run) / MINUTE_MS, 1));
      }
      return;
    }
    case 'self':
      tell(ALL, readValue(rule, world.self(rule.figure), 1));
      return;
    case 'rules':
      for (const group of allGroups(rule, world)) tell(group, readRules(rule, group.key, isFiring));
  }
}

function readRules(rule: Rule, groupKey: string, isFiring: IsFiring): Reading {
  const { condition } = rule;
  if (condition.kind !== 'composite') return missing(null, 0);
  const firing = condition.rules.filter((key) => firesFor(isFiring, key, groupKey));
  const limit = condition.of === 'all' ? condition.rules.length : 1;
  const isBreach = firing.length >= limit;
  return {
    point: isBreach ? 'breach' : 'clear',
    value: firing.length,
    limit,
    score: null,
    samples: condition.rules.length,
    basis: firing.length === 0 ? null : { kind: 'text', text: `firing: ${firing.join(', ')}` },
  };
}

function allGroups(rule: Rule, { functions }: World): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const fn of functions) {
    const group = groupOf(rule, fn, null);
    if (group !== null) addGroup(groups, group);
  }
  if (rule.groupBy === 'all' && groups.size === 0 && figureFacts(rule.figure).source === 'rules')
    return [ALL];
  return [...groups.values()];
}

/** Says of groups whether nothing of them has run for long; of none when the rule does not care. */
function idleGroups(rule: Rule, at: number, world: World): (groupKey: string) => boolean {
  const { source } = figureFacts(rule.figure);
  if (!needsLastRuns(rule) || source === 'runs' || source === 'self') return () => false;
  const runs = world.lastRuns(rule);
  return (groupKey) => (runs.get(groupKey) ?? 0) < at - ACTIVE_MS;
}

const KEY_OF: Readonly<Record<string, RegExp>> = {
  function: /^[0-9a-f]{16}$/,
  version: /^[0-9a-f]{16} /,
  service: /^service:/,
  environment: /^environment:/,
  region: /^region:/,
  dependency: /^dependency:/,
  all: /^all$/,
};

/** Whether the rule was changed so that it does not watch the group any more. */
function isForeign(rule: Rule, groupKey: string, { functions }: World): boolean {
  const shape = KEY_OF[rule.groupBy];
  if (shape === undefined) return !groupKey.startsWith(`${rule.groupBy.slice('attribute:'.length)}:`);
  if (!shape.test(groupKey)) return true;
  const isOf = (one: Pick<Rule, 'groupBy' | 'filter'>) =>
    functions.some((fn) => groupOf(one, fn, null)?.key === groupKey);
  switch (rule.groupBy) {
    case 'service':
    case 'environment':
    case 'region':
      return isOf({ groupBy: rule.groupBy, filter: NO_FILTER }) && !isOf(rule);
    case 'function':
    case 'version': {
      const [functionId = '', version = null] = groupKey.split(/ (.*)/s);
      const fn = functions.find(({ id }) => id === functionId);
      return fn !== undefined && groupOf(rule, fn, version) === null;
    }
    default:
      return false;
  }
}

const NO_FILTER: Rule['filter'] = {
  functionId: null,
  service: null,
  environment: null,
  version: null,
  dependency: null,
};
