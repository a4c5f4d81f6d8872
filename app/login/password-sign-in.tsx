'use client';

import { type FormEvent, useState } from 'react';
import { CONTROL, PRIMARY_BUTTON } from '@/app/_components/ui/controls';
import { postJson } from './post-json';

/** E-mail address and password; then the page that was asked for. */
export function PasswordSignIn({ next }: { readonly next: string }) {
  const [refused, setRefused] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    setBusy(true);
    setRefused(null);
    const answer = await postJson('/session', { email: given.get('email'), password: given.get('password') });
    if ('refused' in answer) {
      setRefused(answer.status === 401 ? 'E-mail address or password is wrong.' : answer.refused);
      setBusy(false);
    } else location.replace(next);
  };
  return (
    <form method="post" onSubmit={submit} className="flex flex-col gap-3">
      <label className="flex flex-col gap-1 font-medium text-ink">
        E-mail address
        <input
          name="email"
          type="email"
          autoComplete="username"
          required
          className={`${CONTROL} w-full font-normal`}
        />
      </label>
      <label className="flex flex-col gap-1 font-medium text-ink">
        Password
        <input
          name="password"
          type="password"
          autoComplete="current-password"
          required
          className={`${CONTROL} w-full font-normal`}
        />
      </label>
      <p role="alert" className="text-bad empty:hidden">
        {refused}
      </p>
      <button type="submit" disabled={busy} className={PRIMARY_BUTTON}>
        {busy ? 'Signing in...' : 'Sign in'}
      </button>
    </form>
  );
}
