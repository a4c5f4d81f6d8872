import { MINUTE_MS } from '../model/time-range';
import { refersTo } from '../settings/rule-references';
import type { Rule } from '../settings/settings';

/** Rules that are to be evaluated for the same instant, at the same time. */
export interface Due {
  /** End of their windows. */
  readonly at: number;
  /** When their windows count as complete: `at` and the delay of the rules. */
  readonly dueAt: number;
  readonly rules: readonly Rule[];
}

/** Points that were missed for longer than this are given up. */
export const CATCH_UP_MS = 120 * MINUTE_MS;

/**
 * What is due after `sinceMs`, until `nowMs`, in the order in which it became due; composites after the rules that they
 * name. `behind` tells of rules, by id, that are evaluated only until an earlier time. Points are whole minutes, so the
 * answer does not depend on how often one looks.
 */
export function dueBetween(
  rules: readonly Rule[],
  sinceMs: number,
  nowMs: number,
  behind: ReadonlyMap<string, number> = new Map(),
): readonly Due[] {
  const dues = new Map<string, { at: number; dueAt: number; rules: Rule[] }>();
  for (const rule of inOrder(rules.filter(({ enabled }) => enabled))) {
    const delayMs = rule.delaySeconds * 1000;
    const after = Math.max(Math.min(sinceMs, behind.get(rule.id) ?? sinceMs), nowMs - CATCH_UP_MS);
    let at = (Math.floor((after - delayMs) / MINUTE_MS) + 1) * MINUTE_MS;
    for (; at + delayMs <= nowMs; at += MINUTE_MS) {
      const key = `${at} ${delayMs}`;
      const due = dues.get(key) ?? { at, dueAt: at + delayMs, rules: [] };
      due.rules.push(rule);
      dues.set(key, due);
    }
  }
  return [...dues.values()].sort((a, b) => a.dueAt - b.dueAt || a.at - b.at);
}

/** Rules after those that they refer to, else by id: the order must not depend on how they are listed. */
function inOrder(rules: readonly Rule[]): readonly Rule[] {
  const byKey = new Map(rules.map((rule) => [rule.key, rule]));
  const ordered = new Set<Rule>();
  const visit = (rule: Rule, above: ReadonlySet<Rule>) => {
    if (ordered.has(rule) || above.has(rule)) return;
    const inner = new Set([...above, rule]);
    for (const key of refersTo(rule)) {
      const other = byKey.get(key);
      if (other !== undefined) visit(other, inner);
    }
    ordered.add(rule);
  };
  for (const rule of rules.toSorted((a, b) => (a.id < b.id ? -1 : 1))) visit(rule, new Set());
  return [...ordered];
}
