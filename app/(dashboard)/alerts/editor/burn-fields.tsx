'use client';

import { BUTTON } from '@/app/_components/ui/controls';
import type { BurnRateCondition } from '@/core/model/alerts/rule';
import { RequiredNumber } from './rule-field';

const MOST_PAIRS = 5;
const NEXT_PAIR = { longMinutes: 1440, shortMinutes: 120, factor: 3 } as const;

/** An objective, and how fast its error budget may burn in which windows. */
export function BurnFields({
  condition,
  onChange,
}: {
  readonly condition: BurnRateCondition;
  readonly onChange: (condition: BurnRateCondition) => void;
}) {
  const { objective, pairs } = condition;
  const setPair = (index: number, change: Partial<BurnRateCondition['pairs'][number]>) =>
    onChange({
      ...condition,
      pairs: pairs.map((pair, position) => (position === index ? { ...pair, ...change } : pair)),
    });
  return (
    <>
      <RequiredNumber
        path="condition.objective"
        label="Objective (% good)"
        help="99.9 leaves a budget of 0.1% of the invocations."
        scale={100}
        value={objective}
        onChange={(next) => onChange({ ...condition, objective: next })}
      />
      <div className="flex flex-col gap-3 sm:col-span-2">
        {pairs
          .map((pair, place) => ({ pair, index: place }))
          .map(({ pair, index }) => (
            <fieldset key={index} className="grid gap-3 rounded-md border border-line p-3 sm:grid-cols-3">
              <legend className="px-1 text-muted">Windows {index + 1}</legend>
              <RequiredNumber
                path={`condition.pairs.${index}.longMinutes`}
                label="Long (minutes)"
                value={pair.longMinutes}
                onChange={(longMinutes) => setPair(index, { longMinutes })}
              />
              <RequiredNumber
                path={`condition.pairs.${index}.shortMinutes`}
                label="Short (minutes)"
                value={pair.shortMinutes}
                onChange={(shortMinutes) => setPair(index, { shortMinutes })}
              />
              <RequiredNumber
                path={`condition.pairs.${index}.factor`}
                label="Burns faster than (×)"
                value={pair.factor}
                onChange={(factor) => setPair(index, { factor })}
              />
              {pairs.length > 1 && (
                <button
                  type="button"
                  className="justify-self-start text-bad text-tremor-label hover:underline"
                  onClick={() =>
                    onChange({ ...condition, pairs: pairs.filter((_, position) => position !== index) })
                  }
                >
                  Remove windows {index + 1}
                </button>
              )}
            </fieldset>
          ))}
        {pairs.length < MOST_PAIRS && (
          <button
            type="button"
            className={`${BUTTON} self-start`}
            onClick={() => onChange({ ...condition, pairs: [...pairs, NEXT_PAIR] })}
          >
            Add windows
          </button>
        )}
      </div>
    </>
  );
}
