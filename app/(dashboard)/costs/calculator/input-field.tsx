import { type ReactNode, useId } from 'react';
import { CONTROL } from '@/app/_components/ui/controls';
import type { InputView } from '@/core/pricing/catalog';

interface InputFieldProps {
  readonly input: InputView;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** One thing that a product bills by, with its unit. */
export function InputField({ input, value, onChange }: InputFieldProps) {
  const { label, unit, kind, choices } = input;
  if (kind === 'choice' || kind === 'flag') {
    const options = kind === 'flag' ? ['true'] : choices;
    return (
      <Labelled label={label}>
        {(id) => (
          <select
            id={id}
            value={value}
            className={CONTROL}
            onChange={(event) => onChange(event.target.value)}
          >
            <option value="">{kind === 'flag' ? 'No' : 'Not said'}</option>
            {options.map((option) => (
              <option key={option} value={option}>
                {kind === 'flag' ? 'Yes' : option}
              </option>
            ))}
          </select>
        )}
      </Labelled>
    );
  }
  return (
    <Labelled label={label} unit={unit}>
      {(id) => (
        <input
          id={id}
          value={value}
          inputMode={kind === 'decimal' ? 'decimal' : 'text'}
          autoComplete="off"
          className={`${CONTROL} tabular-nums`}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Labelled>
  );
}

/** A control with its label above it, and the unit beside that. */
export function Labelled({
  label,
  unit = '',
  children,
}: {
  readonly label: string;
  readonly unit?: string;
  readonly children: (id: string) => ReactNode;
}) {
  const id = useId();
  return (
    <div className="flex min-w-0 flex-col justify-end gap-1">
      <label htmlFor={id} className="font-medium text-ink">
        {label}
        {unit !== '' && <span className="font-normal text-muted"> ({unit})</span>}
      </label>
      {children(id)}
    </div>
  );
}
