import { FIGURES, type FigureName, type FigureSource, figureFacts } from '@/core/model/alerts/figures';
import type { Condition, Grouping } from '@/core/model/alerts/rule';
import type { RuleInput } from '@/core/settings/settings';

export type ConditionKind = Condition['kind'];

/** The kinds of conditions that go with a figure. */
export function kindsOf(figure: FigureName): readonly ConditionKind[] {
  const { source } = figureFacts(figure);
  if (source === 'rules') return ['composite'];
  const isCounted = source === 'rollups' || source === 'dependencies';
  if (!isCounted && source !== 'invocations') return ['threshold'];
  const burns = isCounted && figure.endsWith('_rate');
  return ['threshold', 'change', 'anomaly', ...(burns ? (['burn_rate'] as const) : [])];
}

/** Where a threshold begins when a figure is chosen: something to look at in the chart, and to change. */
const BEGIN = { count: 5, share: 0.05, ms: 1000, usd: 10, minutes: 60 } as const;

const ERROR_SEVERITY = 17;

/** The rule with another figure, and with what goes with that one. */
export function withFigure(rule: RuleInput, figure: FigureName): RuleInput {
  const before = figureFacts(rule.figure);
  const { unit, source } = figureFacts(figure);
  const next: RuleInput = {
    ...rule,
    figure,
    groupBy: groupingFor(source, rule.groupBy),
    filter: {
      ...rule.filter,
      ...(knowsVersions(source) ? {} : { version: null }),
      ...(source === 'dependencies' ? {} : { dependency: null }),
    },
    logs: figure === 'log_matches' ? (rule.logs ?? { q: '', minSeverity: ERROR_SEVERITY }) : null,
  };
  const [first = 'threshold', ...others] = kindsOf(figure);
  const kind = [first, ...others].find((one) => one === rule.condition.kind) ?? first;
  const fits = kind === rule.condition.kind && (kind !== 'threshold' || unit === before.unit);
  return fits ? next : withKind(next, kind);
}

/** Whether figures of this source are counted per version and attribute, too. */
export function knowsVersions(source: FigureSource): boolean {
  return source === 'rollups' || source === 'invocations';
}

/** Not everything is known per version or attribute, only calls are per dependency, and Faaslens is one. */
function groupingFor(source: FigureSource, before: Grouping): Grouping {
  if (source === 'self') return 'all';
  const ofRows = before === 'version' || before.startsWith('attribute:');
  if (ofRows && !knowsVersions(source)) return source === 'dependencies' ? 'dependency' : 'function';
  return before === 'dependency' && source !== 'dependencies' ? 'function' : before;
}

/** The rule with another kind of condition, as it begins. */
export function withKind(rule: RuleInput, kind: ConditionKind): RuleInput {
  return { ...rule, condition: conditionOf(kind, rule.figure) };
}

function conditionOf(kind: ConditionKind, figure: FigureName): Condition {
  switch (kind) {
    case 'threshold':
      return { kind, direction: 'above', threshold: BEGIN[FIGURES[figure].unit], recovery: null };
    case 'change':
      return {
        kind,
        direction: 'above',
        ratio: 2,
        recoveryRatio: 1.5,
        against: 'week',
        floor: null,
        minBaselineSamples: 20,
      };
    case 'anomaly':
      return { kind, direction: 'both', deviations: 4, floor: null };
    case 'burn_rate':
      return {
        kind,
        objective: 0.999,
        pairs: [
          { longMinutes: 60, shortMinutes: 5, factor: 14.4 },
          { longMinutes: 360, shortMinutes: 30, factor: 6 },
          { longMinutes: 4320, shortMinutes: 360, factor: 1 },
        ],
      };
    case 'composite':
      return { kind, of: 'all', rules: [] };
  }
}

/** The condition with another number: the threshold, ratio or deviations, or times the factors of burn rates. */
export function withNumber(condition: Condition, number: number): Condition {
  const rounded = (value: number) => Number(value.toPrecision(4));
  const moved = (before: number, recovery: number | null) =>
    recovery === null || before === 0 ? recovery : rounded((recovery * number) / before);
  switch (condition.kind) {
    case 'threshold':
      return { ...condition, threshold: number, recovery: moved(condition.threshold, condition.recovery) };
    case 'change':
      return { ...condition, ratio: number, recoveryRatio: moved(condition.ratio, condition.recoveryRatio) };
    case 'anomaly':
      return { ...condition, deviations: number };
    case 'burn_rate':
      return {
        ...condition,
        pairs: condition.pairs.map((pair) => ({ ...pair, factor: rounded(pair.factor * number) })),
      };
    case 'composite':
      return condition;
  }
}
