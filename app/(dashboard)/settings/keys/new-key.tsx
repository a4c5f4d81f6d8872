'use client';

import { type FormEvent, useState } from 'react';
import { CONTROL, PRIMARY_BUTTON } from '@/app/_components/ui/controls';
import { Field } from '@/app/_components/ui/field';
import { chosenEnvironment, EnvironmentField } from '../environment-field';

const SCOPES = {
  ingest: 'Sends telemetry, and reads nothing.',
  read: 'Reads what the screens show, and changes nothing.',
  admin: 'May do everything.',
} as const;
type KeyScope = keyof typeof SCOPES;

/** What a new key may do, where, and for how long. */
export function NewKey({
  environments,
  busy,
  onMake,
}: {
  readonly environments: readonly string[];
  readonly busy: boolean;
  readonly onMake: (input: object) => void;
}) {
  const [scope, setScope] = useState<KeyScope>('ingest');
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    const days = String(given.get('days') ?? '');
    onMake({
      name: given.get('name'),
      scope,
      environment: chosenEnvironment(given),
      expiresInDays: days === '' ? null : Number(days),
    });
    event.currentTarget.reset();
  };
  return (
    <form onSubmit={submit} className="grid gap-3 sm:grid-cols-2 lg:grid-cols-[2fr_1fr_1fr_1fr_auto]">
      <Field label="Name" help="What it is for.">
        {(id) => <input id={id} name="name" required maxLength={200} className={CONTROL} />}
      </Field>
      <Field label="Scope" help={SCOPES[scope]}>
        {(id) => (
          <select
            id={id}
            value={scope}
            className={CONTROL}
            onChange={(event) => setScope(event.target.value as KeyScope)}
          >
            {Object.keys(SCOPES).map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        )}
      </Field>
      <EnvironmentField
        environments={environments}
        disabled={scope === 'admin'}
        help="It cannot see the others."
      />
      <Field label="Expires after (days)" help="Empty: never.">
        {(id) => <input id={id} name="days" type="number" min={1} max={3650} className={CONTROL} />}
      </Field>
      <button type="submit" disabled={busy} className={`${PRIMARY_BUTTON} self-start lg:mt-6`}>
        Create key
      </button>
    </form>
  );
}
