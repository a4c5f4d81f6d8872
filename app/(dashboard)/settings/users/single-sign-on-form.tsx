'use client';

import { useRouter } from 'next/navigation';
import type { FormEvent } from 'react';
import { changeApi } from '@/app/_components/changes/change-api';
import { useChange } from '@/app/_components/changes/use-change';
import { BUTTON, CONTROL, PRIMARY_BUTTON } from '@/app/_components/ui/controls';
import { CopyButton } from '@/app/_components/ui/copy-button';
import { Field, Refusal } from '@/app/_components/ui/field';
import type { SingleSignOn } from '@/core/settings/settings';

/** The OpenID provider that people sign in with. */
export function SingleSignOnForm({
  provider,
  redirectUri,
}: {
  readonly provider: SingleSignOn | null;
  readonly redirectUri: string;
}) {
  const router = useRouter();
  const { busy, refused, run } = useChange();
  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    const text = (name: string) => String(given.get(name) ?? '').trim();
    void run(async () => {
      await changeApi('PUT', '/single-sign-on', {
        issuer: text('issuer'),
        clientId: text('clientId'),
        ...(text('clientSecret') === '' ? {} : { clientSecret: text('clientSecret') }),
        label: text('label') || 'Single sign-on',
        domains: text('domains')
          .split(/[\s,]+/)
          .filter((domain) => domain !== ''),
        role: text('role'),
      });
      router.refresh();
    });
  };
  const remove = () =>
    void run(async () => {
      await changeApi('DELETE', '/single-sign-on');
      router.refresh();
    });
  return (
    <form method="post" onSubmit={save} className="flex max-w-3xl flex-col gap-3">
      <div className="flex min-w-0 flex-wrap items-center gap-2 text-muted">
        Redirect URI, for the provider:
        <code className="min-w-0 break-all font-mono text-ink">{redirectUri}</code>
        <CopyButton text={redirectUri} />
      </div>
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label="Issuer" help="Address of the OpenID provider.">
          {(id) => (
            <Input
              id={id}
              name="issuer"
              value={provider?.issuer}
              hint="https://login.example.org"
              required
              type="url"
            />
          )}
        </Field>
        <Field label="Label of the button">
          {(id) => <Input id={id} name="label" value={provider?.label} hint="Single sign-on" />}
        </Field>
        <Field label="Client id">
          {(id) => <Input id={id} name="clientId" value={provider?.clientId} required />}
        </Field>
        <Field
          label="Client secret"
          help={provider === null ? 'Kept sealed.' : 'Empty: keeps the current one.'}
        >
          {(id) => <Input id={id} name="clientSecret" required={provider === null} type="password" />}
        </Field>
        <Field label="Domains" help="People with an address at one of them join without an invitation.">
          {(id) => (
            <Input
              id={id}
              name="domains"
              value={provider?.domains.join(', ')}
              hint="example.org, example.com"
            />
          )}
        </Field>
        <Field label="Role of new people">
          {(id) => (
            <select id={id} name="role" defaultValue={provider?.role ?? 'viewer'} className={CONTROL}>
              <option value="viewer">viewer</option>
              <option value="editor">editor</option>
              <option value="admin">admin</option>
            </select>
          )}
        </Field>
      </div>
      <Refusal text={refused} />
      <div className="flex gap-2">
        <button type="submit" disabled={busy} className={PRIMARY_BUTTON}>
          Save provider
        </button>
        {provider !== null && (
          <button type="button" disabled={busy} className={`${BUTTON} text-bad`} onClick={remove}>
            Remove provider
          </button>
        )}
      </div>
    </form>
  );
}

function Input({
  id,
  name,
  value = '',
  hint,
  type = 'text',
  required = false,
}: {
  readonly id: string;
  readonly name: string;
  readonly value?: string | undefined;
  readonly hint?: string;
  readonly type?: 'text' | 'url' | 'password';
  readonly required?: boolean;
}) {
  return (
    <input
      id={id}
      name={name}
      type={type}
      required={required}
      defaultValue={value}
      placeholder={hint}
      autoComplete="off"
      className={CONTROL}
    />
  );
}
