'use client';

import { useState } from 'react';
import { RefusedChange } from './change-api';

/** Runs one change at a time; `refused` is why the last one failed, for an alert beside the form. */
export function useChange(): {
  readonly busy: boolean;
  readonly refused: string | null;
  run(change: () => Promise<void>): Promise<void>;
} {
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  return {
    busy,
    refused,
    async run(change) {
      setBusy(true);
      setRefused(null);
      try {
        await change();
      } catch (error) {
        if (!(error instanceof RefusedChange)) throw error;
        setRefused(error.message);
      } finally {
        setBusy(false);
      }
    },
  };
}
