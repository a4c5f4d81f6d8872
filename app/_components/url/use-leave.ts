'use client';

import { useRouter } from 'next/navigation';
import { useCallback } from 'react';
import { href } from './href';
import { useGo } from './use-go';
import { useQuery } from './use-query';

/**
 * Leaves a form for another screen, with the range and environment of the URL. All screens are fetched again: cached
 * ones are from before the change.
 */
export function useLeave(): (path: string) => void {
  const go = useGo();
  const router = useRouter();
  const { scope } = useQuery();
  return useCallback(
    (path) => {
      go(href(path, scope));
      router.refresh();
    },
    [go, router, scope],
  );
}
