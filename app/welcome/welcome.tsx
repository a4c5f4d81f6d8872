'use client';

import { type FormEvent, useEffect, useState } from 'react';
import { BUTTON, CONTROL } from '@/app/_components/ui/controls';
import { postJson } from '../login/post-json';

interface Opened {
  readonly kind: 'setup' | 'invite' | 'reset';
  readonly email: string | null;
  readonly role: string;
}

const SENTENCES = {
  setup: 'Make the first account. It is an admin: it invites everybody else.',
  invite: 'You are invited. Choose a password to join.',
  reset: 'Choose a new password. You are signed out everywhere else.',
} as const;

/** Takes the token behind `#`, says what the link is for, and sets the password. */
export function Welcome() {
  const [opened, setOpened] = useState<Opened | null>(null);
  const [refused, setRefused] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    const open = async () => {
      if (tokenOfPage() === '') {
        setRefused('Part of the link is missing. Open the whole link, as it was given to you.');
        return;
      }
      const answer = await postJson<Opened>('/links/open', { token: tokenOfPage() });
      if ('refused' in answer) setRefused(answer.refused);
      else setOpened(answer.body);
    };
    void open();
  }, []);

  const accept = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    const text = (name: string) => String(given.get(name) ?? '');
    if (text('password') !== text('again')) {
      setRefused('The two passwords are not the same.');
      return;
    }
    setBusy(true);
    const answer = await postJson('/links/accept', {
      token: tokenOfPage(),
      password: text('password'),
      ...(opened?.kind === 'setup' ? { email: text('email'), name: text('name') || text('email') } : {}),
    });
    if ('refused' in answer) {
      setRefused(answer.refused);
      setBusy(false);
    } else location.replace('/');
  };

  if (opened === null) return <Notice refused={refused} />;
  return (
    <form method="post" onSubmit={accept} className="flex flex-col gap-3">
      <p className="text-body">{SENTENCES[opened.kind]}</p>
      {opened.email === null ? (
        <>
          <Input label="E-mail address" name="email" type="email" autoComplete="username" />
          <Input label="Name" name="name" autoComplete="name" />
        </>
      ) : (
        <>
          <p className="break-words text-muted">
            {opened.email}, {opened.role}
          </p>
          <input type="hidden" name="username" value={opened.email} autoComplete="username" readOnly />
        </>
      )}
      <Input
        label="Password, at least 12 characters"
        name="password"
        type="password"
        autoComplete="new-password"
      />
      <Input label="The same again" name="again" type="password" autoComplete="new-password" />
      <p role="alert" className="min-h-5 text-bad empty:hidden">
        {refused}
      </p>
      <button type="submit" disabled={busy} className={BUTTON}>
        {busy ? 'Signing in...' : 'Continue'}
      </button>
    </form>
  );
}

function Notice({ refused }: { readonly refused: string | null }) {
  return (
    <div className="flex min-h-20 flex-col gap-3">
      <p role="status" className="text-body">
        {refused === null ? 'Opening the link...' : refused}
      </p>
      {refused !== null && (
        <a href="/login" className={BUTTON}>
          Sign in
        </a>
      )}
    </div>
  );
}

function Input({
  label,
  name,
  type = 'text',
  autoComplete,
}: {
  readonly label: string;
  readonly name: string;
  readonly type?: 'text' | 'email' | 'password';
  readonly autoComplete: string;
}) {
  return (
    <label className="flex flex-col gap-1 font-medium text-ink">
      {label}
      <input
        name={name}
        type={type}
        autoComplete={autoComplete}
        required
        className={`${CONTROL} w-full font-normal`}
      />
    </label>
  );
}

function tokenOfPage(): string {
  return location.hash.slice(1);
}
