import { CONTROL } from '@/app/_components/ui/controls';
import { Field } from '@/app/_components/ui/field';
import type { ChannelFormView } from '@/app/_queries/channels';
import { fromOption, toOption } from '../option-value';
import type { ChannelValues } from './channel-values';
import { TemplateFields } from './template-fields';

const DIGESTS = [
  [0, 'At once'],
  [5, 'Every 5 minutes'],
  [15, 'Every 15 minutes'],
  [60, 'Every hour'],
  [1440, 'Every day'],
] as const;
const REPEATS = [
  [0, 'Never'],
  [60, 'Every hour'],
  [240, 'Every 4 hours'],
  [720, 'Every 12 hours'],
  [1440, 'Every day'],
] as const;

/** How a channel is told: how often, what else happens when it fails, and in which words. */
export function ChannelOptions({
  form,
  values,
  onChange,
}: {
  readonly form: ChannelFormView;
  readonly values: ChannelValues;
  readonly onChange: (change: Partial<ChannelValues>) => void;
}) {
  return (
    <details className="rounded-md border border-line px-3 py-2">
      <summary className="cursor-pointer font-medium text-ink">How alerts are sent</summary>
      <div className="grid gap-4 pt-3 pb-1 sm:grid-cols-2">
        <Minutes
          label="New alerts"
          help="Alerts that come together are one message anyway."
          choices={DIGESTS}
          value={values.digestMinutes}
          onChange={(digestMinutes) => onChange({ digestMinutes })}
        />
        <Minutes
          label="Remind of what still fires"
          help="A reminder says since when it fires."
          choices={REPEATS}
          value={values.repeatMinutes}
          onChange={(repeatMinutes) => onChange({ repeatMinutes })}
        />
        <Field
          label="When this channel fails"
          help="Gets messages that failed here three times, or for good."
        >
          {(id) => (
            <select
              id={id}
              value={toOption(values.fallbackId)}
              className={`${CONTROL} min-w-0 truncate`}
              onChange={(event) => onChange({ fallbackId: fromOption(event.target.value) })}
            >
              <option value={toOption(null)}>Only show it on the screens</option>
              {form.fallbacks.map(({ id: value, name }) => (
                <option key={value} value={toOption(value)}>
                  {name}
                </option>
              ))}
            </select>
          )}
        </Field>
      </div>
      <TemplateFields names={form.templateNames} values={values} onChange={onChange} />
    </details>
  );
}

function Minutes({
  label,
  help,
  choices,
  value,
  onChange,
}: {
  readonly label: string;
  readonly help: string;
  readonly choices: readonly (readonly [number, string])[];
  readonly value: number;
  readonly onChange: (minutes: number) => void;
}) {
  // A value that came through the API is kept, whatever it is.
  const known = choices.some(([minutes]) => minutes === value);
  return (
    <Field label={label} help={help}>
      {(id) => (
        <select
          id={id}
          value={value}
          className={CONTROL}
          onChange={(event) => onChange(Number(event.target.value))}
        >
          {choices.map(([minutes, text]) => (
            <option key={minutes} value={minutes}>
              {text}
            </option>
          ))}
          {!known && <option value={value}>Every {value} minutes</option>}
        </select>
      )}
    </Field>
  );
}
