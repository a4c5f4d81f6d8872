'use client';

import type { Choice } from '@/app/_components/filters/filters';
import { figureFacts, sampleWord } from '@/core/model/alerts/figures';
import type { Condition } from '@/core/model/alerts/rule';
import type { RuleInput } from '@/core/settings/settings';
import { BurnFields } from './burn-fields';
import { type ConditionKind, kindsOf, withKind } from './rule-draft';
import { NumberField, RequiredNumber, WordField } from './rule-field';
import { RulesField } from './rules-field';
import { scaleOf, unitLabel } from './unit-scale';

const KIND_NAMES: Readonly<Record<ConditionKind, string>> = {
  threshold: 'A fixed limit',
  change: 'A change against earlier',
  anomaly: 'Unusual for this time of the week',
  burn_rate: 'The burn rate of an objective',
  composite: 'Other rules fire',
};

const SIDES = { above: 'above', below: 'below' } as const;

interface ConditionFieldsProps {
  readonly rule: RuleInput;
  readonly otherRules: readonly Choice[];
  readonly onChange: (rule: RuleInput) => void;
}

/** What the figure is held against: every field of the rule's condition. */
export function ConditionFields({ rule, otherRules, onChange }: ConditionFieldsProps) {
  const kinds = kindsOf(rule.figure);
  const words = Object.fromEntries(kinds.map((kind) => [kind, KIND_NAMES[kind]])) as Record<
    ConditionKind,
    string
  >;
  return (
    <>
      <WordField
        path="condition.kind"
        label="Compared with"
        words={words}
        value={rule.condition.kind}
        onChange={(kind) => onChange(withKind(rule, kind))}
      />
      <KindFields
        condition={rule.condition}
        rule={rule}
        otherRules={otherRules}
        onChange={(condition) => onChange({ ...rule, condition })}
      />
    </>
  );
}

function KindFields({
  condition,
  rule,
  otherRules,
  onChange,
}: Omit<ConditionFieldsProps, 'onChange'> & {
  readonly condition: Condition;
  readonly onChange: (condition: Condition) => void;
}) {
  const { unit, label } = figureFacts(rule.figure);
  const scale = scaleOf(unit);
  const withUnit = (text: string) => `${text}${unitLabel(unit)}`;
  switch (condition.kind) {
    case 'threshold':
      return (
        <>
          <WordField
            path="condition.direction"
            label="Fires when it is"
            words={SIDES}
            value={condition.direction}
            onChange={(direction) => onChange({ ...condition, direction })}
          />
          <RequiredNumber
            path="condition.threshold"
            label={withUnit(`Fires ${condition.direction}`)}
            help={`${label}; drag the red line in the chart, or type`}
            scale={scale}
            value={condition.threshold}
            onChange={(threshold) => onChange({ ...condition, threshold })}
          />
          <NumberField
            path="condition.recovery"
            label={withUnit('Recovers at')}
            help="Between the two nothing changes, so that it does not flap. Empty: the limit itself."
            optional
            scale={scale}
            value={condition.recovery}
            onChange={(recovery) => onChange({ ...condition, recovery })}
          />
        </>
      );
    case 'change':
      return (
        <>
          <WordField
            path="condition.against"
            label="Earlier is"
            words={AGAINST}
            value={condition.against}
            onChange={(against) => onChange({ ...condition, against })}
          />
          <WordField
            path="condition.direction"
            label="Fires when it is"
            words={SIDES}
            value={condition.direction}
            onChange={(direction) => onChange({ ...condition, direction })}
          />
          <RequiredNumber
            path="condition.ratio"
            label={`Fires ${condition.direction} (times as much)`}
            help="2 is twice as much as earlier, 0.5 half as much."
            value={condition.ratio}
            onChange={(ratio) => onChange({ ...condition, ratio })}
          />
          <NumberField
            path="condition.recoveryRatio"
            label="Recovers at (times as much)"
            help="Empty: the ratio itself."
            optional
            value={condition.recoveryRatio}
            onChange={(recoveryRatio) => onChange({ ...condition, recoveryRatio })}
          />
          <NumberField
            path="condition.floor"
            label={withUnit(`And the value itself ${condition.direction}`)}
            help="So that a large change of a tiny value does not fire. Empty: any value."
            optional
            scale={scale}
            value={condition.floor}
            onChange={(floor) => onChange({ ...condition, floor })}
          />
          <RequiredNumber
            path="condition.minBaselineSamples"
            label={`Earlier window with at least (${sampleWord(rule.figure)})`}
            help="With fewer there is nothing to compare with."
            value={condition.minBaselineSamples}
            onChange={(minBaselineSamples) => onChange({ ...condition, minBaselineSamples })}
          />
        </>
      );
    case 'anomaly':
      return (
        <>
          <WordField
            path="condition.direction"
            label="Fires when it is unusually"
            words={{ both: 'high or low', above: 'high', below: 'low' }}
            value={condition.direction}
            onChange={(direction) => onChange({ ...condition, direction })}
          />
          <RequiredNumber
            path="condition.deviations"
            label="Fires beyond (deviations)"
            help="How many times the usual spread at this time of the week. Fewer fire more often."
            value={condition.deviations}
            onChange={(deviations) => onChange({ ...condition, deviations })}
          />
          <NumberField
            path="condition.floor"
            label={withUnit('And the value itself beyond')}
            help="Empty: any value."
            optional
            scale={scale}
            value={condition.floor}
            onChange={(floor) => onChange({ ...condition, floor })}
          />
        </>
      );
    case 'burn_rate':
      return <BurnFields condition={condition} onChange={onChange} />;
    case 'composite':
      return (
        <>
          <WordField
            path="condition.of"
            label="Fires while"
            words={{ all: 'all of them fire', any: 'any of them fires' }}
            value={condition.of}
            onChange={(of) => onChange({ ...condition, of })}
          />
          <RulesField
            path="condition.rules"
            label="Rules"
            help="For the same group, or for all functions together."
            choices={otherRules}
            value={condition.rules}
            onChange={(rules) => onChange({ ...condition, rules })}
          />
        </>
      );
  }
}

const AGAINST = {
  previous: 'the window just before',
  day: 'the same time yesterday',
  week: 'the same time a week ago',
  mean_7d: 'the mean of the seven days before',
} as const;
