import type { GroupState } from '../settings/alert-memory';
import type { IncidentReason, Rule } from '../settings/settings';
import type { FunctionRow, FunctionWithTotals } from '../store/store';
import { evaluate, type Figures, type Standing } from './evaluate';

/** What a round of evaluation found for one group of one rule. */
export interface Finding {
  /** Null when the rule was deleted. */
  readonly rule: Rule | null;
  readonly groupKey: string;
  readonly function: FunctionRow | null;
  readonly previous: GroupState | null;
  readonly figures: Figures | null;
  readonly next: Standing | null;
  readonly transition:
    | { readonly type: 'fire' }
    | { readonly type: 'resolve'; readonly reason: IncidentReason }
    | null;
}

/** How stale the kept state of an unchanged group may become; writing each at every round would hold up ingest. */
export const REFRESH_MS = 60_000;

/**
 * Evaluates all rules against the figures of their windows (keyed by window length in minutes, then function id). Pure.
 * @returns only the groups whose state must be written
 */
export function evaluateRules(
  rules: readonly Rule[],
  states: readonly GroupState[],
  figuresByWindow: ReadonlyMap<number, ReadonlyMap<string, FunctionWithTotals>>,
  nowMs: number,
): readonly Finding[] {
  const left = new Map(states.map((state) => [`${state.ruleId} ${state.groupKey}`, state]));
  const findings: Finding[] = [];

  for (const rule of rules.filter((candidate) => candidate.enabled)) {
    for (const { function: fn, totals } of figuresByWindow.get(rule.windowMinutes)?.values() ?? []) {
      if (!covers(rule, fn)) continue;
      const key = `${rule.id} ${fn.id}`;
      const previous = left.get(key) ?? null;
      left.delete(key);
      const evaluation = evaluate(rule, previous, totals, nowMs);
      findings.push({ rule, groupKey: fn.id, function: fn, previous, figures: totals, ...evaluation });
    }
  }
  for (const previous of left.values()) {
    const rule = rules.find(({ id }) => id === previous.ruleId) ?? null;
    const fn = rule === null ? undefined : figuresByWindow.get(rule.windowMinutes)?.get(previous.groupKey);
    const vanished = rule?.enabled === true && fn === undefined && mayCover(rule, previous.groupKey);
    const evaluation = vanished
      ? evaluate(rule, previous, null, nowMs)
      : close(previous, rule === null ? 'rule_deleted' : 'rule_changed');
    findings.push({
      rule,
      groupKey: previous.groupKey,
      function: fn?.function ?? null,
      previous,
      figures: null,
      ...evaluation,
    });
  }
  return findings.filter((finding) => mustWrite(finding, nowMs));
}

function covers(rule: Rule, fn: FunctionRow): boolean {
  return mayCover(rule, fn.id) && (rule.environment === null || rule.environment === fn.environment);
}

function mayCover(rule: Rule, functionId: string): boolean {
  return rule.functionId === null || rule.functionId === functionId;
}

function close(previous: GroupState, reason: IncidentReason) {
  return {
    next: null,
    transition: previous.incidentId === null ? null : { type: 'resolve' as const, reason },
  };
}

function mustWrite({ previous, next, transition }: Finding, nowMs: number): boolean {
  if (transition !== null || previous?.status !== next?.status) return true;
  return previous !== null && nowMs - previous.evaluatedAt >= REFRESH_MS;
}
