'use client';

import { useId } from 'react';
import type { Choice } from '@/app/_components/filters/filters';
import { useProblemOf } from './problem';

/** Some of the other rules, by key. */
export function RulesField({
  path,
  label,
  help,
  choices,
  value,
  onChange,
}: {
  readonly path: string;
  readonly label: string;
  readonly help: string;
  readonly choices: readonly Choice[];
  readonly value: readonly string[];
  readonly onChange: (keys: readonly string[]) => void;
}) {
  const about = useId();
  const problem = useProblemOf(path);
  return (
    <fieldset aria-describedby={about} className="flex min-w-0 flex-col gap-1 sm:col-span-2">
      <legend className="mb-1 font-medium text-ink">{label}</legend>
      {choices.length === 0 ? (
        <p className="text-muted">There is no other rule yet.</p>
      ) : (
        <div
          className={`flex max-h-40 flex-col overflow-y-auto rounded-md border px-2 py-1 ${problem === null ? 'border-line' : 'border-bad'}`}
        >
          {choices.map((choice) => (
            <label key={choice.value} className="flex min-h-7 items-center gap-2">
              <input
                type="checkbox"
                checked={value.includes(choice.value)}
                onChange={(event) =>
                  onChange(
                    event.target.checked
                      ? [...value, choice.value]
                      : value.filter((key) => key !== choice.value),
                  )
                }
              />
              <span className="min-w-0 truncate">{choice.label}</span>
            </label>
          ))}
        </div>
      )}
      <p id={about} className={`text-tremor-label ${problem === null ? 'text-muted' : 'text-bad'}`}>
        {problem ?? help}
      </p>
    </fieldset>
  );
}
