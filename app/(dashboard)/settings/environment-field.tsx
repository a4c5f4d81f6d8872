import { CONTROL } from '@/app/_components/ui/controls';
import { Field } from '@/app/_components/ui/field';

/** Chooses the one environment that an access is bound to, or all; the value `*` stands for all. */
export function EnvironmentField({
  environments,
  help,
  disabled = false,
}: {
  readonly environments: readonly string[];
  readonly help: string;
  readonly disabled?: boolean;
}) {
  return (
    <Field label="Environment" help={help}>
      {(id) => (
        <select id={id} name="environment" defaultValue="*" disabled={disabled} className={CONTROL}>
          <option value="*">all</option>
          {environments.map((name) => (
            <option key={name} value={name}>
              {name === '' ? '(unnamed)' : name}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

/** What the API takes for what was chosen. */
export function chosenEnvironment(form: FormData): string | null {
  const chosen = form.get('environment');
  return chosen === null || chosen === '*' ? null : String(chosen);
}
