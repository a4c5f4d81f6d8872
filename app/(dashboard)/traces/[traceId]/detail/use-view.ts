'use client';

import { useCallback, useEffect, useState } from 'react';
import { messageOf } from '../../../../_components/changes/change-api';

export type Loaded<View> =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly message: string; readonly retry: () => void }
  | { readonly state: 'ready'; readonly view: View };

const LOADING = { state: 'loading' } as const;

class Refused extends Error {}

/** One answer of our own API; its routes answer exactly the shapes of core/model/views.ts, so the cast holds. */
async function fetchView<View>(url: string, signal: AbortSignal): Promise<View> {
  const response = await fetch(url, { signal, headers: { accept: 'application/json' } });
  if (response.ok) return (await response.json()) as View;
  if (response.status === 401) throw new Refused('Sign in again to see this.');
  throw new Refused(messageOf(await response.text()) ?? `The server answered ${response.status}.`);
}

/** Loads a view from the API whenever the address changes; null asks for nothing and stays loading. */
export function useView<View>(url: string | null): Loaded<View> {
  const [result, setResult] = useState<{ url: string; loaded: Loaded<View> } | null>(null);
  const [attempt, setAttempt] = useState(0);
  const retry = useCallback(() => setAttempt((count) => count + 1), []);
  useEffect(() => {
    if (url === null) return;
    const stop = new AbortController();
    // A new attempt begins as loading again.
    if (attempt > 0) setResult(null);
    fetchView<View>(url, stop.signal).then(
      (view) => setResult({ url, loaded: { state: 'ready', view } }),
      (error: unknown) => {
        if (stop.signal.aborted) return;
        const message = error instanceof Refused ? error.message : 'The server could not be reached.';
        setResult({ url, loaded: { state: 'failed', message, retry } });
      },
    );
    return () => stop.abort();
  }, [url, attempt, retry]);
  return result?.url === url ? result.loaded : LOADING;
}
