'use client';

import { useRouter } from 'next/navigation';
import { useCallback } from 'react';
import { useGo } from './use-go';

/** Leaves a form for another screen, which is asked for anew with all others: what was kept of them is of before the change. */
export function useLeave(): (address: string) => void {
  const go = useGo();
  const router = useRouter();
  return useCallback(
    (address) => {
      go(address);
      router.refresh();
    },
    [go, router],
  );
}
