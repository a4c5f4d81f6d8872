'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';
import { patchQuery } from './href';
import { parseScope, type Scope } from './scope';
import { useGo } from './use-go';

/** Reads the URL's parameters and changes them, one history entry per change; null removes a parameter. */
export function useQuery(): {
  params: URLSearchParams;
  scope: Scope;
  change: (patch: Readonly<Record<string, string | null>>) => void;
} {
  const go = useGo();
  const pathname = usePathname();
  const search = useSearchParams().toString();
  const params = useMemo(() => new URLSearchParams(search), [search]);
  const scope = useMemo(
    () => parseScope(Object.fromEntries(new URLSearchParams(search)), Date.now()),
    [search],
  );
  const change = useCallback(
    (patch: Readonly<Record<string, string | null>>) => {
      const query = patchQuery(search, patch);
      if (query !== search) go(query === '' ? pathname : `${pathname}?${query}`, { scroll: false });
    },
    [go, pathname, search],
  );
  return { params, scope, change };
}
