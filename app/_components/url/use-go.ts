'use client';

import { useRouter } from 'next/navigation';
import { useCallback } from 'react';
import { tellGoing } from './going';

/** Goes to an address of the dashboard; the screen says that it is on its way. */
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
