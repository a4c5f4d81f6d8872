import { formatWhole } from '@/app/_components/format/number';
import type { Decision, QuietReason } from '@/core/model/alerts/decision';
import type { RuleDefinition } from '@/core/model/alerts/rule';

type DecidedRule = Pick<RuleDefinition, 'minSamples' | 'maxSamples' | 'missingData' | 'points'>;

const QUIET: Readonly<Record<QuietReason, string>> = {
  snoozed: 'no message: the rule is snoozed',
  muted: 'no message: a mute window is open',
  depends_on: 'no message: a rule that it depends on fires',
};

const SILENCE: Readonly<Record<RuleDefinition['missingData'], string>> = {
  ok: 'which means nothing',
  keep: 'which changes nothing',
  nodata: 'which is an alert of its own',
  fire: 'which counts as bad',
};

/** Why a rule decided as it did, in a sentence. */
export function whyOf(rule: DecidedRule, decision: Decision): string {
  const parts = [pointOf(rule, decision), stateOf(rule, decision)];
  if (decision.explanation !== '') parts.push(decision.explanation);
  if (decision.quiet !== null) parts.push(QUIET[decision.quiet]);
  return parts.filter((part) => part !== '').join('; ');
}

function pointOf(rule: DecidedRule, { point, samples }: Decision): string {
  const of = samples > 0 ? ` (of ${formatWhole(samples)})` : '';
  switch (point) {
    case 'breach':
      return `beyond the limit${of}`;
    case 'clear':
      return `well${of}`;
    case 'held':
      return `between limit and recovery${of}`;
    case 'missing':
      return `${missingOf(rule, samples)}, ${SILENCE[rule.missingData]}`;
  }
}

function missingOf({ minSamples, maxSamples }: DecidedRule, samples: number): string {
  if (samples > 0 && samples < minSamples)
    return `${formatWhole(samples)} of at least ${formatWhole(minSamples)} invocations`;
  if (maxSamples !== null && samples > maxSamples)
    return `${formatWhole(samples)} invocations, more than ${formatWhole(maxSamples)}`;
  return 'no data';
}

function stateOf({ points }: DecidedRule, { status }: Decision): string {
  if (status === 'pending') return `waits for ${points.breaching} bad of ${points.of} minutes`;
  if (status === 'recovering') return `waits for ${points.clear} good minutes in a row or more`;
  return '';
}
