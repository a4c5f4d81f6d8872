'use client';

import { useRouter } from 'next/navigation';
import { useCallback, useEffect, useRef, useState, useTransition } from 'react';
import { readRefusal } from './refusal';
import { watchPerson } from './watch-person';

/** Often enough to feel live, seldom enough to read; a slower server is asked less often. */
const LEAST_MS = 2000;
const REST_OF_TIME = 4;
/** Delay after a response that is no stream, after which a browser does not reconnect. */
const AGAIN_MS = 3000;

export type LiveState =
  | { readonly kind: 'off' | 'connecting' | 'live' }
  /** Updates are held back, for now or for good. */
  | { readonly kind: 'held' | 'refused'; readonly why: string };

/**
 * Refreshes the screen when the server says that something changed. The old screen stays until the new one is ready.
 * While a refresh would disturb the user it waits, and catches up later. A hidden page holds no connection.
 */
export function useLive(on: boolean): { state: LiveState; pending: boolean; refresh: () => void } {
  const router = useRouter();
  const [pending, startTransition] = useTransition();
  const [state, setState] = useState<LiveState>({ kind: 'off' });
  const askedAt = useRef(Number.NEGATIVE_INFINITY);
  const tookMs = useRef(0);
  const isPending = useRef(false);
  const refresh = useCallback(() => {
    askedAt.current = performance.now();
    isPending.current = true;
    startTransition(() => router.refresh());
  }, [router]);
  useEffect(() => {
    if (pending || !isPending.current) return;
    isPending.current = false;
    tookMs.current = performance.now() - askedAt.current;
  }, [pending]);

  useEffect(() => {
    if (!on) {
      setState({ kind: 'off' });
      return;
    }
    let source: EventSource | null = null;
    let isNew = false;
    let isOpen = false;
    let refused: string | null = null;
    let closedAt = Number.NEGATIVE_INFINITY;
    const person = watchPerson(() => show());
    const show = () => {
      const why = person.held();
      const next: LiveState =
        refused !== null
          ? { kind: 'refused', why: refused }
          : why !== null
            ? { kind: 'held', why }
            : { kind: isOpen ? 'live' : 'connecting' };
      setState((old) => (same(old, next) ? old : next));
      if (document.hidden) close();
      else if (refused === null) open();
      return next.kind;
    };
    const close = () => {
      source?.close();
      source = null;
      isOpen = false;
    };
    const open = () => {
      if (source !== null || performance.now() - closedAt < AGAIN_MS) return;
      source = new EventSource('/api/v1/changes');
      source.addEventListener('open', () => {
        isOpen = true;
        show();
      });
      source.addEventListener('error', () => {
        // A browser reconnects by itself, but not after a status like 503.
        isOpen = false;
        if (source?.readyState === EventSource.CLOSED) {
          source = null;
          closedAt = performance.now();
        }
        show();
      });
      source.addEventListener('changed', () => {
        isNew = true;
      });
      source.addEventListener('refused', (event: MessageEvent<string>) => {
        const { passes, message } = readRefusal(event.data);
        close();
        if (passes) closedAt = performance.now();
        else refused = message;
        show();
      });
    };
    show();
    const timer = setInterval(() => {
      const gap = Math.max(LEAST_MS, tookMs.current * REST_OF_TIME);
      if (show() === 'held' || !isNew || isPending.current || performance.now() - askedAt.current < gap)
        return;
      isNew = false;
      refresh();
    }, 250);
    return () => {
      clearInterval(timer);
      person.end();
      source?.close();
    };
  }, [on, refresh]);
  return { state, pending, refresh };
}

function same(a: LiveState, b: LiveState): boolean {
  return a.kind === b.kind && ('why' in a ? a.why : '') === ('why' in b ? b.why : '');
}
