'use client';

import { useEffect, useState } from 'react';
import { BUTTON } from '@/app/_components/ui/controls';

const SESSION = '/api/v1/session';

/**
 * For who is signed in already. A cookie is not always sent along a link from elsewhere, but it is with a question of
 * this page: then the page that was asked for opens. `needed`: who that page is for, when the present account is not.
 */
export function SignedIn({ next, needed }: { readonly next: string; readonly needed: string | null }) {
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    if (needed !== null) return;
    fetch(SESSION).then(
      (response) => response.ok && location.replace(next),
      () => undefined,
    );
  }, [next, needed]);
  if (needed === null) return null;
  const leave = async () => {
    const response = await fetch(SESSION, { method: 'DELETE' }).catch(() => null);
    if (response?.ok) location.replace('/login');
    else setProblem('Faaslens could not sign you out. Try again.');
  };
  return (
    <div className="flex flex-col gap-3 border-line border-b pb-4">
      <p className="text-body">You are signed in, but this page is for {needed}.</p>
      <button type="button" className={BUTTON} onClick={() => void leave()}>
        Sign out
      </button>
      <p role="alert" className="text-bad empty:hidden">
        {problem}
      </p>
    </div>
  );
}
