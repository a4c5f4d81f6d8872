'use client';

import { sampleWord } from '@/core/model/alerts/figures';
import type { RuleInput } from '@/core/settings/settings';
import { MISSING } from '../rule-words';
import { NumberField, RequiredNumber, WordField } from './rule-field';

/** How much is looked at, how often it must be bad, and what silence means. */
export function TimingFields({
  rule,
  onChange,
}: {
  readonly rule: RuleInput;
  readonly onChange: (change: Partial<RuleInput>) => void;
}) {
  const { points } = rule;
  const word = sampleWord(rule.figure);
  return (
    <>
      <RequiredNumber
        path="windowMinutes"
        label="Over the last (minutes)"
        value={rule.windowMinutes}
        onChange={(windowMinutes) => onChange({ windowMinutes })}
      />
      <RequiredNumber
        path="minSamples"
        label={`With at least (${word})`}
        help="Fewer count as missing data: one failure in two says little."
        value={rule.minSamples}
        onChange={(minSamples) => onChange({ minSamples })}
      />
      <RequiredNumber
        path="points.breaching"
        label="Fires after (bad minutes)"
        value={points.breaching}
        onChange={(breaching) => onChange({ points: { ...points, breaching } })}
      />
      <RequiredNumber
        path="points.of"
        label="Out of (minutes)"
        value={points.of}
        onChange={(of) => onChange({ points: { ...points, of } })}
      />
      <RequiredNumber
        path="points.clear"
        label="Resolves after (good minutes)"
        help="In a row. A higher number is calmer: what comes and goes stays one incident."
        value={points.clear}
        onChange={(clear) => onChange({ points: { ...points, clear } })}
      />
      <WordField
        path="missingData"
        label="No data means"
        words={MISSING}
        value={rule.missingData}
        onChange={(missingData) => onChange({ missingData })}
      />
      <NumberField
        path="maxSamples"
        label={`With at most (${word})`}
        help="More than that is left to other rules. Empty: no upper limit."
        optional
        value={rule.maxSamples}
        onChange={(maxSamples) => onChange({ maxSamples })}
      />
      <RequiredNumber
        path="delaySeconds"
        label="Wait for late telemetry (seconds)"
        help="How long spans may take to arrive before a minute is judged. What comes up to 20 minutes later can still make it fire."
        value={rule.delaySeconds}
        onChange={(delaySeconds) => onChange({ delaySeconds })}
      />
    </>
  );
}
