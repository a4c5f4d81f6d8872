'use client';

import { type FormEvent, useEffect, useState } from 'react';
import { BUTTON, CONTROL } from '@/app/_components/ui/controls';

const SESSION = '/api/v1/session';

/**
 * Trades a key for a cookie, then opens the page that was asked for. `signedIn`: there is a key already, but that page
 * needs another one; then it waits for it, or signs out.
 */
export function SignIn({ next, signedIn }: { readonly next: string; readonly signedIn: boolean }) {
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  // The cookie is not sent along a link from elsewhere, but it is with this question: who has it need not sign in.
  useEffect(() => {
    if (signedIn) return;
    fetch(SESSION).then(
      (response) => response.ok && location.replace(next),
      () => undefined,
    );
  }, [next, signedIn]);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const key = new FormData(event.currentTarget).get('key');
    setBusy(true);
    setProblem(null);
    const refusal = await signIn(String(key).trim());
    if (refusal === null) location.replace(next);
    else {
      setProblem(refusal);
      setBusy(false);
    }
  };

  const leave = async () => {
    setBusy(true);
    setProblem(await signOut());
    setBusy(false);
  };

  return (
    <form onSubmit={submit} className="flex flex-col gap-3">
      <label className="flex flex-col gap-1 font-medium text-ink">
        Key
        <input
          name="key"
          type="password"
          autoComplete="current-password"
          required
          className={`${CONTROL} w-full font-mono font-normal`}
        />
      </label>
      <p role="alert" className="min-h-5 text-bad empty:hidden">
        {problem}
      </p>
      <button type="submit" disabled={busy} className={BUTTON}>
        {busy ? 'Signing in...' : 'Sign in'}
      </button>
      {signedIn && (
        <button type="button" disabled={busy} className={BUTTON} onClick={leave}>
          Sign out
        </button>
      )}
    </form>
  );
}

/** Forgets the key and opens the sign-in page anew; answers what to tell when that fails. */
async function signOut(): Promise<string | null> {
  try {
    const response = await fetch(SESSION, { method: 'DELETE' });
    if (!response.ok) return `Faaslens could not sign you out (status ${response.status}). Try again.`;
    location.replace('/login');
    return null;
  } catch {
    return 'Faaslens cannot be reached. Try again.';
  }
}

/** Null when it went well, else what to tell. */
async function signIn(key: string): Promise<string | null> {
  try {
    const response = await fetch(SESSION, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ key }),
    });
    if (response.ok) return null;
    if (response.status === 401) return 'This key is not valid: it is unknown or was revoked.';
    if (response.status === 403)
      return 'This key may not read. A key of scope read or admin opens the dashboard.';
    return `Faaslens could not check the key (status ${response.status}). Try again.`;
  } catch {
    return 'Faaslens cannot be reached. Try again.';
  }
}
