import { formatDuration } from '@/app/_components/format/duration';
import { formatPercent } from '@/app/_components/format/number';
import { figureFacts, isOfWindow, sampleWord, type ValueUnit } from '@/core/model/alerts/figures';
import { shownLabel } from '@/core/model/alerts/group-labels';
import type { Condition } from '@/core/model/alerts/rule';
import type { RuleInput } from '@/core/settings/settings';

/** A value or limit of a rule with its unit. */
export function formatValue(value: number, unit: ValueUnit): string {
  switch (unit) {
    case 'share':
      return formatPercent(value);
    case 'ms':
      return formatDuration(value);
    case 'usd':
      return `$${value}`;
    case 'minutes':
      return `${value} min`;
    case 'times':
      return `${Number(value.toPrecision(3))}×`;
    default:
      return String(value);
  }
}

/** A rule's condition in words. */
export function describeRule({ figure, condition, windowMinutes, minSamples }: RuleInput): string {
  const { label, unit } = figureFacts(figure);
  if (condition.kind === 'composite') return `${condition.of} of ${condition.rules.join(', ')} fire`;
  const within = isOfWindow(figure) ? ` within ${windowMinutes} min` : '';
  const of = minSamples > 0 ? `, of at least ${minSamples} ${sampleWord(figure)}` : '';
  return `${label} ${describeCondition(condition, unit)}${within}${of}`;
}

/** What alone a rule watches, such as `checkout, version 7, in production`; empty where it watches everything. */
export function describeNarrowing(
  { functionId, service, environment, version, dependency }: RuleInput['filter'],
  nameOf: (functionId: string) => string,
): string {
  return [
    functionId && nameOf(functionId),
    service && `service ${service}`,
    version && `version ${version}`,
    environment === '' ? 'without an environment' : environment && `in ${environment}`,
    dependency && `calls to ${dependency}`,
  ]
    .filter(Boolean)
    .join(', ');
}

const AGAINST = {
  previous: 'the window before',
  day: 'yesterday',
  week: 'last week',
  mean_7d: 'the mean of 7 days',
};

function describeCondition(condition: Exclude<Condition, { kind: 'composite' }>, unit: ValueUnit): string {
  switch (condition.kind) {
    case 'threshold':
      return `${condition.direction} ${formatValue(condition.threshold, unit)}`;
    case 'change':
      return `${condition.direction} ${condition.ratio} times ${AGAINST[condition.against]}`;
    case 'anomaly':
      return `unusual by ${condition.deviations} deviations`;
    case 'burn_rate':
      return `burns the budget of ${formatPercent(1 - condition.objective)} too fast`;
  }
}

/** In what the values of a rule are counted. */
export function unitOfRule({ condition, figure }: Pick<RuleInput, 'condition' | 'figure'>): ValueUnit {
  return condition.kind === 'burn_rate' ? 'times' : figureFacts(figure).unit;
}

/** What a group of a rule is called: its function, or its labels. */
export function nameOfGroup(labels: Readonly<Record<string, string>>): string {
  const { function: name, environment, version } = labels;
  if (name === undefined)
    return (
      Object.entries(labels)
        .map((label) => shownLabel(...label))
        .join(', ') || 'everything'
    );
  return [name, version, environment].filter((part) => part !== undefined && part !== '').join(', ');
}

/** What a new rule starts with. */
export const NEW_RULE: RuleInput = {
  key: null,
  name: 'Error rate',
  enabled: true,
  figure: 'error_rate',
  filter: { functionId: null, service: null, environment: null, version: null, dependency: null },
  groupBy: 'function',
  logs: null,
  windowMinutes: 5,
  condition: { kind: 'threshold', direction: 'above', threshold: 0.05, recovery: 0.025 },
  minSamples: 20,
  maxSamples: null,
  points: { breaching: 2, of: 3, clear: 30 },
  delaySeconds: 30,
  missingData: 'ok',
  severity: 'critical',
  runbookUrl: null,
  mute: [],
  snoozedUntil: null,
  dependsOn: [],
  channelId: null,
};
