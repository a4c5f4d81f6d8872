'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback } from 'react';

/** The opened span, kept in the URL as `span`; each change is a step that Back undoes, without asking the server. */
export function useSpanInUrl(): readonly [string | null, (spanId: string | null) => void] {
  const params = useSearchParams();
  const open = useCallback((spanId: string | null) => {
    const url = new URL(window.location.href);
    if (spanId === null) url.searchParams.delete('span');
    else url.searchParams.set('span', spanId);
    window.history.pushState(null, '', url);
  }, []);
  return [params.get('span'), open];
}
