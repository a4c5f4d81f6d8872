'use client';

import { useRouter } from 'next/navigation';
import { useCallback } from 'react';
import { tellGoing } from './going';

/** Navigates to a URL of the dashboard, with the progress line. */
export function useGo(): (address: string, options?: { readonly scroll: boolean }) => void {
  const router = useRouter();
  return useCallback(
    (address, options) => {
      router.push(address, options);
      tellGoing(address);
    },
    [router],
  );
}
