'use client';

import { CONTROL } from '../ui/controls';
import { useQuery } from '../url/use-query';

export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** A list filter that lives in the URL; the empty choice removes it. */
export function SelectFilter({
  name,
  label,
  any,
  choices,
}: {
  readonly name: string;
  readonly label: string;
  /** Text of the empty choice. */
  readonly any: string;
  readonly choices: readonly Choice[];
}) {
  const { params, change } = useQuery();
  const value = params.get(name) ?? '';
  const unknown = value !== '' && !choices.some((choice) => choice.value === value);
  return (
    <select
      aria-label={label}
      value={value}
      className={`${CONTROL} max-w-56 min-w-0 truncate ${value === '' ? '' : 'border-brand text-brand-strong'}`}
      onChange={(event) => change({ [name]: event.currentTarget.value || null })}
    >
      <option value="">{any}</option>
      {choices.map((choice) => (
        <option key={choice.value} value={choice.value}>
          {choice.label}
        </option>
      ))}
      {unknown && <option value={value}>{value}</option>}
    </select>
  );
}

/** A typed filter that lives in the URL; applied by Enter, on leaving the field, or when it is emptied. */
export function TextFilter({
  name,
  label,
  placeholder,
  kind = 'search',
  width = 'w-56',
}: {
  readonly name: string;
  readonly label: string;
  readonly placeholder: string;
  readonly kind?: 'search' | 'number';
  readonly width?: string;
}) {
  const { params, change } = useQuery();
  const value = params.get(name) ?? '';
  const apply = (input: HTMLInputElement) => {
    if (input.validity.valid) change({ [name]: input.value.trim() || null });
  };
  return (
    <input
      key={value}
      type={kind}
      maxLength={500}
      min={kind === 'number' ? 0 : undefined}
      max={kind === 'number' ? 1e9 : undefined}
      step={kind === 'number' ? 'any' : undefined}
      aria-label={label}
      placeholder={placeholder}
      defaultValue={value}
      autoComplete="off"
      spellCheck={false}
      className={`${CONTROL} ${width} min-w-0 ${value === '' ? '' : 'border-brand'}`}
      onKeyDown={(event) => {
        if (event.key === 'Enter') apply(event.currentTarget);
      }}
      onBlur={(event) => apply(event.currentTarget)}
      onChange={(event) => {
        if (event.currentTarget.value === '' && event.currentTarget.validity.valid)
          apply(event.currentTarget);
      }}
    />
  );
}

/** Removes the named filters; present only while one of them is set. */
export function ClearFilters({
  names,
  label = 'Clear filters',
}: {
  readonly names: readonly string[];
  readonly label?: string;
}) {
  const { params, change } = useQuery();
  if (!names.some((name) => params.get(name))) return null;
  return (
    <button
      type="button"
      className="h-8 px-1 text-muted hover:text-ink hover:underline"
      onClick={() => change(Object.fromEntries(names.map((name) => [name, null])))}
    >
      {label}
    </button>
  );
}

/** A filter without a control of its own (a trace id), shown so that it can be removed. */
export function FilterChip({
  name,
  label,
  empty,
}: {
  readonly name: string;
  readonly label: string;
  /** Shown for an empty value; if absent, an empty value is no filter. */
  readonly empty?: string;
}) {
  const { params, change } = useQuery();
  const value = params.get(name) || (params.has(name) ? empty : undefined);
  if (value === undefined) return null;
  return (
    <span className="inline-flex h-8 items-center gap-1.5 rounded-md border border-brand bg-brand-soft pr-1 pl-2 text-brand-strong">
      {label} <code className="font-mono text-tremor-label">{value.slice(0, 40)}</code>
      <button
        type="button"
        aria-label={`Remove filter ${label}`}
        className="size-6 rounded hover:bg-hover"
        onClick={() => change({ [name]: null })}
      >
        ×
      </button>
    </span>
  );
}
