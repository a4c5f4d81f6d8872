import { CONTROL } from '@/app/_components/ui/controls';
import { Field } from '@/app/_components/ui/field';

/** A labelled field for a whole number, which may be empty unless it is required. */
export function WholeNumber({
  label,
  help,
  value,
  required = false,
  disabled,
  onChange,
}: {
  readonly label: string;
  readonly help: string;
  readonly value: string;
  readonly required?: boolean;
  readonly disabled: boolean;
  readonly onChange: (value: string) => void;
}) {
  return (
    <Field label={label} help={help}>
      {(id) => (
        <input
          id={id}
          type="number"
          min={1}
          step={1}
          inputMode="numeric"
          required={required}
          disabled={disabled}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          className={CONTROL}
        />
      )}
    </Field>
  );
}
