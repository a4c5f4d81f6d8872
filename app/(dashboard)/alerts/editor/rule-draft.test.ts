import { describe, expect, it } from 'vitest';
import { FIGURE_NAMES } from '@/core/model/alerts/figures';
import { ruleInputSchema } from '@/core/settings/rule-schema';
import type { RuleInput } from '@/core/settings/settings';
import { NEW_RULE } from '../describe-rule';
import { type ConditionKind, kindsOf, withFigure, withKind, withNumber } from './rule-draft';

const KINDS: readonly ConditionKind[] = ['threshold', 'change', 'anomaly', 'burn_rate', 'composite'];

/** A composite is one only once a rule is chosen. */
const chosen = (rule: RuleInput): RuleInput =>
  rule.condition.kind === 'composite'
    ? { ...rule, condition: { ...rule.condition, rules: ['errors'] } }
    : rule;
const isTaken = (rule: RuleInput) => ruleInputSchema.safeParse(chosen(rule)).success;

describe('a rule in the form', () => {
  it.each(FIGURE_NAMES)('is one that is taken, whatever it was before: %s', (figure) => {
    for (const before of FIGURE_NAMES)
      expect(isTaken(withFigure(withFigure(NEW_RULE, before), figure))).toBe(true);
  });

  it.each(FIGURE_NAMES)('is one that is taken, however it was grouped and narrowed before: %s', (figure) => {
    const filter = { ...NEW_RULE.filter, version: '7' };
    expect(isTaken(withFigure({ ...NEW_RULE, groupBy: 'version', filter }, figure))).toBe(true);
    const calls = withFigure(NEW_RULE, 'dependency_errors');
    const ofHost = { ...calls.filter, dependency: 'api.example.com' };
    expect(isTaken(withFigure({ ...calls, groupBy: 'dependency', filter: ofHost }, figure))).toBe(true);
  });

  it.each(FIGURE_NAMES)('is offered just those kinds of conditions that are taken: %s', (figure) => {
    const rule = withFigure(NEW_RULE, figure);
    expect(KINDS.filter((kind) => isTaken(withKind(rule, kind)))).toEqual(
      KINDS.filter((kind) => kindsOf(figure).includes(kind)),
    );
  });

  it('keeps its numbers where the figure is counted alike', () => {
    const percent = withFigure(NEW_RULE, 'timeout_rate');
    expect(percent.condition).toEqual(NEW_RULE.condition);
    expect(withFigure(NEW_RULE, 'duration_p95').condition).toMatchObject({ threshold: 1000, recovery: null });
  });

  it('moves its recovery along with a number that is picked', () => {
    const { condition } = NEW_RULE;
    expect(withNumber(condition, 0.1)).toMatchObject({ threshold: 0.1, recovery: 0.05 });
    const burn = withKind(NEW_RULE, 'burn_rate').condition;
    expect(withNumber(burn, 2)).toMatchObject({ pairs: [{ factor: 28.8 }, { factor: 12 }, { factor: 2 }] });
    for (const kind of KINDS) {
      const rule = withKind(kind === 'composite' ? withFigure(NEW_RULE, 'firing_rules') : NEW_RULE, kind);
      expect(isTaken({ ...rule, condition: withNumber(rule.condition, 0.3) })).toBe(true);
    }
  });
});
