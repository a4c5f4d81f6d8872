import type { GroupState } from '../settings/alert-state';
import type { IsQuiet } from '../settings/outbox-repeat';
import type { Rule } from '../settings/settings';
import { whyQuiet } from './quiet';
import { Standings } from './standings';

/** Of which incidents no message goes out now, as the rules are by now. */
export function quietNow(rules: readonly Rule[], states: readonly GroupState[], nowMs: number): IsQuiet {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const { isFiring } = new Standings(states, rules);
  return ({ ruleId, groupKey }) => {
    const rule = byId.get(ruleId);
    return rule !== undefined && whyQuiet(rule, groupKey, nowMs, isFiring) !== null;
  };
}
