import type { GroupState, Standing } from '../settings/alert-state';
import type { Rule } from '../settings/settings';
import { type Finding, type IsFiring, isOpen } from './evaluate-rule';

/** The group that stands for the rule itself. */
export const RULE_ITSELF = '';

/** Where all rules stand, kept up to date while they are evaluated. Incidents are opened later: theirs are null. */
export class Standings {
  private readonly byRule = new Map<string, Map<string, GroupState>>();
  private readonly keys: ReadonlyMap<string, string>;

  constructor(states: readonly GroupState[], rules: readonly Rule[]) {
    this.keys = new Map(rules.map((rule) => [rule.key, rule.id]));
    for (const state of states) this.of(state.ruleId).set(state.groupKey, state);
  }

  /** The states of a rule's groups, without the rule itself. */
  groupsOf(ruleId: string): ReadonlyMap<string, GroupState> {
    const all = this.of(ruleId);
    return all.has(RULE_ITSELF) ? new Map([...all].filter(([key]) => key !== RULE_ITSELF)) : all;
  }

  itself(ruleId: string): GroupState | null {
    return this.of(ruleId).get(RULE_ITSELF) ?? null;
  }

  note(ruleId: string, groupKey: string, state: GroupState | null): void {
    if (state === null) this.of(ruleId).delete(groupKey);
    else this.of(ruleId).set(groupKey, state);
  }

  noteFinding({ rule, groupKey, previous, next, transition }: Finding): void {
    const incidentId = transition === null ? (previous?.incidentId ?? null) : null;
    this.note(rule.id, groupKey, next === null ? null : groupState(next, rule.id, groupKey, incidentId));
  }

  readonly isFiring: IsFiring = (ruleKey, groupKey) => {
    const states = this.byRule.get(this.keys.get(ruleKey) ?? '');
    if (states === undefined) return false;
    if (groupKey === null) return [...states].some(([key, state]) => key !== RULE_ITSELF && isOpen(state));
    const state = states.get(groupKey);
    return state !== undefined && isOpen(state);
  };

  private of(ruleId: string): Map<string, GroupState> {
    const known = this.byRule.get(ruleId);
    if (known) return known;
    const made = new Map<string, GroupState>();
    this.byRule.set(ruleId, made);
    return made;
  }
}

/** Named one by one: backtests make millions of them, and spreading takes ten times as long. */
function groupState(
  standing: Standing,
  ruleId: string,
  groupKey: string,
  incidentId: string | null,
): GroupState {
  return {
    status: standing.status,
    since: standing.since,
    evaluatedAt: standing.evaluatedAt,
    dataAt: standing.dataAt,
    value: standing.value,
    limit: standing.limit,
    samples: standing.samples,
    recent: standing.recent,
    good: standing.good,
    hold: standing.hold,
    endedAt: standing.endedAt,
    told: standing.told,
    ruleId,
    groupKey,
    incidentId,
  };
}
