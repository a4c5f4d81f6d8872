'use client';

import { type ReactNode, useId, useState } from 'react';
import type { Choice } from '@/app/_components/filters/filters';
import { CONTROL } from '@/app/_components/ui/controls';
import { fromOption, toOption } from '../option-value';
import { useProblemOf } from './problem';

interface RuleFieldProps {
  /** Of the rule, as problems name it. */
  readonly path: string;
  readonly label: string;
  readonly help?: string;
}

/** What a control takes so that its help and its problem are read out with it. */
export interface ControlProps {
  readonly id: string;
  readonly 'aria-describedby': string;
  readonly 'aria-invalid': boolean;
  readonly className: string;
}

/** A field of a rule: label, control, help, and what the rule's schema says against it. */
export function RuleField({
  path,
  label,
  help,
  children,
}: RuleFieldProps & { readonly children: (control: ControlProps) => ReactNode }) {
  const id = useId();
  const problem = useProblemOf(path);
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="font-medium text-ink">
        {label}
      </label>
      {children({
        id,
        'aria-describedby': `${id}-about`,
        'aria-invalid': problem !== null,
        className: `${CONTROL} min-w-0 w-full ${problem === null ? '' : 'border-bad'}`,
      })}
      <p id={`${id}-about`} className={`text-tremor-label ${problem === null ? 'text-muted' : 'text-bad'}`}>
        {problem ?? help}
      </p>
    </div>
  );
}

/** A number, shown `scale` times as large as it is kept; empty is null where that is allowed. */
export function NumberField({
  value,
  scale = 1,
  optional = false,
  placeholder,
  onChange,
  ...field
}: RuleFieldProps & {
  readonly value: number | null;
  readonly scale?: number;
  readonly optional?: boolean;
  readonly placeholder?: string;
  readonly onChange: (value: number | null) => void;
}) {
  const shown = value === null ? '' : String(Number((value * scale).toPrecision(8)));
  const [typed, setTyped] = useState({ text: shown, of: value });
  // What was dragged or picked replaces what was typed.
  const text = typed.of === value ? typed.text : shown;
  const change = (next: string) => {
    const number = next.trim() === '' ? null : Number(next) / scale;
    if ((number === null && !optional) || Number.isNaN(number)) {
      setTyped({ text: next, of: value });
      return;
    }
    setTyped({ text: next, of: number });
    onChange(number);
  };
  return (
    <RuleField {...field}>
      {(control) => (
        <input
          {...control}
          type="text"
          inputMode="decimal"
          required={!optional}
          pattern={String.raw`\s*-?\d*\.?\d*(e-?\d+)?\s*`}
          placeholder={placeholder}
          value={text}
          onChange={(event) => change(event.target.value)}
        />
      )}
    </RuleField>
  );
}

/** A number that must be there. */
export function RequiredNumber({
  onChange,
  ...field
}: RuleFieldProps & {
  readonly value: number;
  readonly scale?: number;
  readonly onChange: (value: number) => void;
}) {
  return (
    <NumberField
      {...field}
      onChange={(value) => {
        if (value !== null) onChange(value);
      }}
    />
  );
}

/** One of a few words, each with what it is called. */
export function WordField<Word extends string>({
  words,
  value,
  onChange,
  ...field
}: RuleFieldProps & {
  readonly words: Readonly<Record<Word, string>>;
  readonly value: Word;
  readonly onChange: (value: Word) => void;
}) {
  const entries = Object.entries(words) as [Word, string][];
  return (
    <RuleField {...field}>
      {(control) => (
        <select {...control} value={value} onChange={(event) => onChange(event.target.value as Word)}>
          {entries.map(([word, title]) => (
            <option key={word} value={word}>
              {title}
            </option>
          ))}
        </select>
      )}
    </RuleField>
  );
}

/** One of some things, or any of them. */
export function ChoiceField({
  value,
  any,
  choices,
  onChange,
  ...field
}: RuleFieldProps & {
  readonly value: string | null;
  readonly any: string;
  readonly choices: readonly Choice[];
  readonly onChange: (value: string | null) => void;
}) {
  const isKnown = value === null || choices.some((choice) => choice.value === value);
  return (
    <RuleField {...field}>
      {(control) => (
        <select
          {...control}
          className={`${control.className} truncate`}
          value={toOption(value)}
          onChange={(event) => onChange(fromOption(event.target.value))}
        >
          <option value={toOption(null)}>{any}</option>
          {choices.map((choice) => (
            <option key={choice.value} value={toOption(choice.value)}>
              {choice.label}
            </option>
          ))}
          {!isKnown && <option value={toOption(value)}>{value}</option>}
        </select>
      )}
    </RuleField>
  );
}

/** A line of text; empty is null. */
export function LineField({
  value,
  placeholder,
  type = 'text',
  onChange,
  ...field
}: RuleFieldProps & {
  readonly value: string | null;
  readonly placeholder?: string;
  readonly type?: 'text' | 'url';
  readonly onChange: (value: string | null) => void;
}) {
  return (
    <RuleField {...field}>
      {(control) => (
        <input
          {...control}
          type={type}
          value={value ?? ''}
          placeholder={placeholder}
          onChange={(event) => onChange(event.target.value === '' ? null : event.target.value)}
        />
      )}
    </RuleField>
  );
}
