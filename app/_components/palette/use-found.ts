'use client';

import { useEffect, useState } from 'react';
import type { FoundView } from '@/core/model/found';

const PAUSE_MS = 150;
const NOTHING: readonly FoundView[] = [];

/** What the API finds for a text, a moment after it was typed. */
export function useFound(typed: string): { readonly found: readonly FoundView[]; readonly pending: boolean } {
  const q = typed.trim();
  const [answer, setAnswer] = useState<{ readonly q: string; readonly found: readonly FoundView[] }>({
    q: '',
    found: NOTHING,
  });
  useEffect(() => {
    if (q === '') return;
    const stop = new AbortController();
    const timer = setTimeout(async () => {
      try {
        const response = await fetch(`/api/v1/find?q=${encodeURIComponent(q)}`, { signal: stop.signal });
        const body: { items?: readonly FoundView[] } = await response.json();
        setAnswer({ q, found: body.items ?? NOTHING });
      } catch {
        // Typed on, or offline: screens can still be gone to.
        if (!stop.signal.aborted) setAnswer({ q, found: NOTHING });
      }
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [q]);
  const isCurrent = answer.q === q;
  return { found: isCurrent ? answer.found : NOTHING, pending: q !== '' && !isCurrent };
}
