'use client';

import { useEffect, useState } from 'react';
import type { Estimate } from '@/core/pricing/estimate';

const TYPING_MS = 150;

export interface Answer {
  /** The last one that there was; null before the first. */
  readonly estimate: Estimate | null;
  /** Why there is none for what the form holds now; null when there is. */
  readonly refused: string | null;
}

/** Asks for an estimate whenever the request changes, a moment after the last key. */
export function useEstimate(request: Readonly<Record<string, unknown>>): Answer {
  const [answer, setAnswer] = useState<Answer>({ estimate: null, refused: null });
  const body = JSON.stringify(request);
  useEffect(() => {
    const ending = new AbortController();
    const timer = setTimeout(() => {
      ask(body, ending.signal)
        .then(setAnswer)
        .catch(() => {
          if (!ending.signal.aborted)
            setAnswer({ estimate: null, refused: 'Faaslens did not answer: is it still running?' });
        });
    }, TYPING_MS);
    return () => {
      clearTimeout(timer);
      ending.abort();
    };
  }, [body]);
  return answer;
}

async function ask(body: string, signal: AbortSignal): Promise<Answer> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch('/api/v1/costs/estimate', { method: 'POST', headers, body, signal });
  const json: unknown = await response.json();
  if (response.ok) return { estimate: json as Estimate, refused: null };
  const { error } = json as { error?: { message?: string } };
  return { estimate: null, refused: error?.message ?? `Faaslens answered with status ${response.status}` };
}
