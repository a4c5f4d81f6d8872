import { figureFacts, isOfWindow } from '../model/alerts/figures';
import type { RuleDefinition } from '../model/alerts/rule';
import { MINUTE_MS } from '../model/time-range';
import type { GroupState } from '../settings/alert-state';
import type { Rule } from '../settings/settings';
import type { Reading } from './conditions/reading';
import { type Due, dueBetween } from './due';
import { evaluateRule, type Finding, type IsFiring, isOpen } from './evaluate-rule';
import { isFromCounters } from './questions';
import type { World } from './world';

/**
 * So much later each window is looked at once more. What runs for a quarter of an hour counts for the minute in which it began, and
 * nothing tells of it before its end; logs and counts of platforms take minutes, too.
 */
export const LOOK_AGAIN_MS = 20 * MINUTE_MS;

/** Whether windows of the rule are looked at for the last time before so much has passed. */
export function looksAgain(rule: RuleDefinition): boolean {
  const { figure, delaySeconds } = rule;
  const { source } = figureFacts(figure);
  if (!isOfWindow(figure) || !(isFromCounters(source) || source === 'events')) return false;
  return delaySeconds * 1000 < LOOK_AGAIN_MS && shortestMinutes(rule) * MINUTE_MS < LOOK_AGAIN_MS;
}

function shortestMinutes({ condition, windowMinutes }: RuleDefinition): number {
  if (condition.kind !== 'burn_rate') return windowMinutes;
  return Math.min(...condition.pairs.map(({ shortMinutes }) => shortMinutes));
}

/**
 * What is due to be looked at again after `sinceMs`, until `nowMs`: as `dueBetween`, but so much later. What is caught up is looked
 * at late enough, and once.
 */
export function dueAgain(rules: readonly Rule[], sinceMs: number, nowMs: number): readonly Due[] {
  const untilMs = Math.min(nowMs - LOOK_AGAIN_MS, sinceMs);
  const dues = dueBetween(rules.filter(looksAgain), sinceMs - LOOK_AGAIN_MS, untilMs);
  return dues.map((due) => ({ ...due, dueAt: due.dueAt + LOOK_AGAIN_MS }));
}

/**
 * What would have fired at `at`, or at one of the points before it that count with it, had all been known then. Late telemetry
 * only fires: it ends nothing, and says nothing of groups that fire, of the time up to the end of their last incident, or
 * before the rule was changed. With the same telemetry as at the first look it finds nothing.
 * @param worldAt asked for `at` and, only where that is a breach, for the points before it
 * @throws what the world throws when something that the rule needs could not be read.
 */
export async function lookAgain(
  rule: Rule,
  at: number,
  states: ReadonlyMap<string, GroupState>,
  isFiring: IsFiring,
  worldAt: (instant: number) => Promise<World>,
): Promise<readonly Finding[]> {
  if (at <= rule.updatedAt) return [];
  // What is missing so late was missing before.
  const seenNow: Rule = { ...rule, missingData: 'ok' };
  const standing = new Map(asTheyEnded(states));
  const first = evaluateRule(seenNow, at, await worldAt(at), standing, isFiring);
  if (!first.some(({ reading }) => reading?.point === 'breach')) return [];

  const found: Finding[] = [];
  for (let instant = at - (rule.points.of - 1) * MINUTE_MS; instant <= at; instant += MINUTE_MS) {
    if (instant <= rule.updatedAt) continue;
    for (const finding of evaluateRule(seenNow, instant, await worldAt(instant), standing, isFiring)) {
      const { groupKey, next, transition } = finding;
      if (next === null) standing.delete(groupKey);
      else standing.set(groupKey, { ...next, ruleId: rule.id, groupKey, incidentId: null });
      if (transition?.type !== 'fire') continue;
      found.push(asFoundLate(finding, rule, states.get(groupKey) ?? null, at));
      standing.set(groupKey, { ...NOT_AGAIN, ruleId: rule.id, groupKey, incidentId: null });
    }
  }
  return found;
}

const NOT_AGAIN = {
  status: 'ok',
  since: 0,
  evaluatedAt: Number.POSITIVE_INFINITY,
  dataAt: 0,
  value: null,
  limit: null,
  samples: 0,
  recent: '',
  good: 0,
  hold: 0,
  endedAt: null,
  told: false,
} as const;

/** Groups as they stood when their last incident ended; those that fire are not to be looked at. */
function* asTheyEnded(states: ReadonlyMap<string, GroupState>): Iterable<[string, GroupState]> {
  for (const [key, state] of states) {
    const { ruleId, groupKey, endedAt } = state;
    if (isOpen(state)) yield [key, { ...NOT_AGAIN, ruleId, groupKey, incidentId: null }];
    else if (endedAt !== null) yield [key, { ...state, status: 'ok', recent: '', evaluatedAt: endedAt }];
  }
}

/** The group goes on from where the first looks have come to by now. */
function asFoundLate(finding: Finding, rule: Rule, previous: GroupState | null, at: number): Finding {
  const { next, reading } = finding;
  const lookedAt = at + LOOK_AGAIN_MS - MINUTE_MS;
  return {
    ...finding,
    rule,
    previous,
    reading: reading === null ? null : toldLate(reading),
    next: next === null ? null : { ...next, evaluatedAt: lookedAt, dataAt: lookedAt },
  };
}

function toldLate(reading: Reading): Reading {
  return reading.basis === null
    ? { ...reading, basis: { kind: 'text', text: 'its telemetry came late' } }
    : reading;
}
