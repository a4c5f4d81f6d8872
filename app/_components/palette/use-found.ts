'use client';

import { useEffect, useState } from 'react';
import type { FoundView } from '@/core/model/found';

const PAUSE_MS = 150;
const NOTHING: readonly FoundView[] = [];

interface Found {
  readonly found: readonly FoundView[];
  /** The server did not search, so nothing is known about ids and names. */
  readonly failed: boolean;
}

/** What the API finds for a text, a moment after it was typed. */
export function useFound(typed: string): Found & { readonly pending: boolean } {
  const q = typed.trim();
  const [answer, setAnswer] = useState<Found & { readonly q: string }>({
    q: '',
    found: NOTHING,
    failed: false,
  });
  useEffect(() => {
    if (q === '') return;
    const stop = new AbortController();
    const timer = setTimeout(async () => {
      try {
        const response = await fetch(`/api/v1/find?q=${encodeURIComponent(q)}`, { signal: stop.signal });
        const body: { items?: readonly FoundView[] } = await response.json();
        setAnswer({ q, found: body.items ?? NOTHING, failed: !response.ok });
      } catch {
        // Superseded by more typing, or offline: screens can still be opened.
        if (!stop.signal.aborted) setAnswer({ q, found: NOTHING, failed: true });
      }
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [q]);
  const isCurrent = answer.q === q;
  return {
    found: isCurrent ? answer.found : NOTHING,
    failed: isCurrent && answer.failed,
    pending: q !== '' && !isCurrent,
  };
}
