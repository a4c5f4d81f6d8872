'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { changeApi } from '@/app/_components/changes/change-api';
import { useChange } from '@/app/_components/changes/use-change';

/** The collector looks for messages to send about once a second. */
const SHOWN_AFTER_MS = 2500;

/** Queues a message by one POST and shows the delivery log anew once it should have gone out. */
export function SendAgain({ path, label }: { readonly path: string; readonly label: string }) {
  const router = useRouter();
  const { busy, refused, run } = useChange();
  const [queued, setQueued] = useState(false);
  const send = () =>
    run(async () => {
      await changeApi('POST', path);
      setQueued(true);
      setTimeout(() => {
        setQueued(false);
        router.refresh();
      }, SHOWN_AFTER_MS);
    });
  return (
    <span className="inline-flex items-baseline gap-2">
      <span role="status" className="text-muted text-tremor-label">
        {refused ?? (queued ? 'queued' : '')}
      </span>
      <button
        type="button"
        disabled={busy || queued}
        className="text-brand-strong text-tremor-label hover:underline disabled:opacity-50"
        onClick={() => void send()}
      >
        {label}
      </button>
    </span>
  );
}
