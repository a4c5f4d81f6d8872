'use client';

import { useEffect, useState } from 'react';
import { changeApi, RefusedChange } from '@/app/_components/changes/change-api';

export interface RuleDraft {
  readonly name: string;
  readonly kind: 'key' | 'pattern';
  readonly match: string;
}

export interface Tried {
  readonly output: string;
  readonly found: readonly { readonly by: string; readonly values: number }[];
}

const PAUSE_MS = 250;

/** What the API says would become of the example, a moment after the last change; `refused` is why it says nothing. */
export function useTried(input: string, draft: RuleDraft | null) {
  const [tried, setTried] = useState<Tried | null>(null);
  const [refused, setRefused] = useState<string | null>(null);
  const body = JSON.stringify({ input, rule: draft });
  useEffect(() => {
    let isLatest = true;
    const timer = setTimeout(async () => {
      try {
        const answer = await changeApi<Tried>('POST', '/privacy/redaction/test', JSON.parse(body));
        if (!isLatest) return;
        setTried(answer);
        setRefused(null);
      } catch (error) {
        if (!(error instanceof RefusedChange)) throw error;
        if (isLatest) setRefused(error.message);
      }
    }, PAUSE_MS);
    return () => {
      isLatest = false;
      clearTimeout(timer);
    };
  }, [body]);
  return { tried, refused };
}
