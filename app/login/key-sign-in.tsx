'use client';

import { type FormEvent, useState } from 'react';
import { CONTROL, PRIMARY_BUTTON } from '@/app/_components/ui/controls';
import { postJson } from './post-json';

/** Trades a key for a cookie. `alone`: it is the only way in, so it is not hidden. */
export function KeySignIn({ next, alone }: { readonly next: string; readonly alone: boolean }) {
  const [refused, setRefused] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const key = new FormData(event.currentTarget).get('key');
    setBusy(true);
    setRefused(null);
    const answer = await postJson('/session', { key: String(key).trim() });
    if ('refused' in answer) {
      setRefused(
        answer.status === 401
          ? 'This key is not valid: it is unknown, too old or was revoked.'
          : answer.status === 403
            ? 'This key may not read. A key of scope read or admin opens the dashboard.'
            : answer.refused,
      );
      setBusy(false);
    } else location.replace(next);
  };
  const form = (
    <form method="post" onSubmit={submit} className="flex flex-col gap-3">
      <label className="flex flex-col gap-1 font-medium text-ink">
        Key
        <input
          name="key"
          type="password"
          autoComplete="off"
          required
          className={`${CONTROL} w-full font-mono font-normal`}
        />
      </label>
      <p role="alert" className="text-bad empty:hidden">
        {refused}
      </p>
      <button type="submit" disabled={busy} className={PRIMARY_BUTTON}>
        {busy ? 'Signing in...' : alone ? 'Sign in' : 'Sign in with this key'}
      </button>
      {alone && (
        <p className="text-muted">
          No key yet? In the folder of Faaslens,{' '}
          <code className="break-words font-mono text-ink">
            node bin/faaslens.mjs users add you@example.org --role admin
          </code>{' '}
          makes an account.
        </p>
      )}
    </form>
  );
  if (alone) return form;
  return (
    <details>
      <summary className="cursor-pointer text-muted hover:text-ink">Use a key instead</summary>
      <div className="pt-3">{form}</div>
    </details>
  );
}
