'use client';

import { useRouter } from 'next/navigation';
import { startTransition } from 'react';
import { Card } from '../_components/ui/card';
import { BUTTON } from '../_components/ui/controls';
import { Nothing } from '../_components/ui/nothing';

export default function ScreenError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  const router = useRouter();
  const retry = () =>
    startTransition(() => {
      router.refresh();
      reset();
    });
  return (
    <Card>
      <Nothing isScreen title="This screen could not be loaded">
        <p>
          The server answered with an error; its log says why
          {error.digest === undefined ? '.' : ` under the number ${error.digest}.`} A shorter time range may
          help.
        </p>
        <button type="button" onClick={retry} className={`${BUTTON} mt-3`}>
          Try again
        </button>
      </Nothing>
    </Card>
  );
}
