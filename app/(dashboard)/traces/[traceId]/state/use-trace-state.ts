'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';
import { readTraceState, type TraceState, writeTraceState } from './trace-state';

/** Changes the state; `quietly` without a step for Back, for what changes while one types. */
export type ChangeTrace = (change: Partial<TraceState>, quietly?: 'quietly') => void;

/** The state of the trace page; a change is a step that Back undoes, and asks nothing of the server. */
export function useTraceState(): readonly [TraceState, ChangeTrace] {
  const params = useSearchParams();
  const state = useMemo(() => readTraceState(new URLSearchParams(params)), [params]);
  const change = useCallback<ChangeTrace>((patch, quietly) => {
    const url = new URL(window.location.href);
    url.search = writeTraceState(url.searchParams, patch).toString();
    if (url.href === window.location.href) return;
    if (quietly) window.history.replaceState(null, '', url);
    else window.history.pushState(null, '', url);
  }, []);
  return [state, change];
}
