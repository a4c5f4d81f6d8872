'use client';

import { useRouter } from 'next/navigation';
import { startTransition, useCallback, useEffect } from 'react';
import { Card } from '../ui/card';
import { BUTTON } from '../ui/controls';
import { Nothing } from '../ui/nothing';
import { whyFailed } from './why-failed';

const AGAIN_MS = 4000;

export interface ScreenFailureProps {
  readonly error: Error & { readonly digest?: string };
  readonly reset: () => void;
}

/** Shown in place of a screen that could not be rendered. */
export function ScreenFailure({ error, reset }: ScreenFailureProps) {
  const router = useRouter();
  const { title, text, passes } = whyFailed(error.digest);
  const retry = useCallback(
    () =>
      startTransition(() => {
        router.refresh();
        reset();
      }),
    [router, reset],
  );
  useEffect(() => {
    if (!passes) return;
    const timer = setInterval(() => {
      if (!document.hidden) retry();
    }, AGAIN_MS);
    return () => clearInterval(timer);
  }, [passes, retry]);
  return (
    <Card>
      <Nothing isScreen title={title}>
        <p role="status">{text}</p>
        <button type="button" onClick={retry} className={`${BUTTON} mt-3`}>
          Try again
        </button>
      </Nothing>
    </Card>
  );
}
