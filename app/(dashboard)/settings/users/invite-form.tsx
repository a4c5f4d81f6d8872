'use client';

import { type FormEvent, useState } from 'react';
import { CONTROL, PRIMARY_BUTTON } from '@/app/_components/ui/controls';
import { Field } from '@/app/_components/ui/field';
import { chosenEnvironment, EnvironmentField } from '../environment-field';

/** Whom to invite, and as what. */
export function InviteForm({
  environments,
  busy,
  onInvite,
}: {
  readonly environments: readonly string[];
  readonly busy: boolean;
  readonly onInvite: (input: object) => void;
}) {
  const [role, setRole] = useState('viewer');
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    const email = given.get('email');
    onInvite({ email, name: given.get('name') || email, role, environment: chosenEnvironment(given) });
    event.currentTarget.reset();
  };
  return (
    <form onSubmit={submit} className="grid gap-3 sm:grid-cols-2 lg:grid-cols-[2fr_1.5fr_1fr_1fr_auto]">
      <Field label="E-mail address">
        {(id) => <input id={id} name="email" type="email" required maxLength={254} className={CONTROL} />}
      </Field>
      <Field label="Name">{(id) => <input id={id} name="name" maxLength={200} className={CONTROL} />}</Field>
      <Field label="Role" help={HELP[role] ?? ''}>
        {(id) => (
          <select id={id} value={role} className={CONTROL} onChange={(event) => setRole(event.target.value)}>
            <option value="viewer">viewer</option>
            <option value="editor">editor</option>
            <option value="admin">admin</option>
          </select>
        )}
      </Field>
      <EnvironmentField
        environments={environments}
        disabled={role !== 'viewer'}
        help="Only viewers can be limited to one."
      />
      <button type="submit" disabled={busy} className={`${PRIMARY_BUTTON} self-start lg:mt-6`}>
        Invite
      </button>
    </form>
  );
}

const HELP: Readonly<Record<string, string>> = {
  viewer: 'Sees everything, changes nothing.',
  editor: 'Also changes rules, channels and prices.',
  admin: 'Also users and keys.',
};
