import { CONTROL } from '@/app/_components/ui/controls';
import { Field } from '@/app/_components/ui/field';
import type { ChannelFormView } from '@/app/_queries/channels';

type KnownField = ChannelFormView['kind']['fields'][number];

const INPUT_TYPES = { text: 'text', url: 'url', secret: 'password', number: 'number' } as const;

/** The control for one setting of a channel, as the kind of the channel describes it. */
export function ChannelField({
  field,
  value,
  isKept,
  onChange,
}: {
  readonly field: KnownField;
  readonly value: string | number;
  /** A secret that the channel has already: it stays when nothing is typed. */
  readonly isKept: boolean;
  readonly onChange: (value: string | number) => void;
}) {
  const { control, label, help, choices, placeholder, required, secret } = field;
  return (
    <Field label={required ? label : `${label} (optional)`} help={help}>
      {(id) =>
        control === 'choice' ? (
          <select
            id={id}
            value={String(value)}
            className={CONTROL}
            onChange={(event) => onChange(event.target.value)}
          >
            {choices.map((choice) => (
              <option key={choice}>{choice}</option>
            ))}
          </select>
        ) : (
          <input
            id={id}
            type={INPUT_TYPES[control]}
            required={required && !isKept}
            placeholder={isKept ? 'kept as it is; type to replace it' : placeholder}
            value={Number.isNaN(value) ? '' : value}
            className={CONTROL}
            autoComplete={secret ? 'off' : undefined}
            onChange={(event) =>
              onChange(control === 'number' ? event.target.valueAsNumber : event.target.value)
            }
          />
        )
      }
    </Field>
  );
}
