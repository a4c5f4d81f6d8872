'use client';

import { usePathname, useRouter, useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';
import { patchQuery } from './href';
import { parseScope, type Scope } from './scope';

/** Reads the URL's parameters and changes them, one history entry per change; null removes a parameter. */
export function useQuery(): {
  params: URLSearchParams;
  scope: Scope;
  change: (patch: Readonly<Record<string, string | null>>) => void;
} {
  const router = useRouter();
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
      if (query !== search) router.push(query === '' ? pathname : `${pathname}?${query}`, { scroll: false });
    },
    [router, pathname, search],
  );
  return { params, scope, change };
}
