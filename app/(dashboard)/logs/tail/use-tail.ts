'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import type { LogView } from '@/core/model/views';
import { readRefusal } from '../../../_components/live/refusal';
import { isFull, NO_LINES, resumed, type TailLines, withLines } from './tail-lines';

export type TailState = 'connecting' | 'live' | 'waiting' | 'refused';

const AGAIN_MS = 3000;

interface Tail {
  readonly lines: TailLines;
  readonly state: TailState;
  /** Why it was refused. */
  readonly reason: string;
  readonly paused: boolean;
  readonly setPaused: (paused: boolean) => void;
}

/**
 * Follows the API's stream of log records. While paused, what comes waits; when too much waits the stream is closed, and
 * opened behind its last event when it goes on, so nothing is lost; so it is when the server could not go on for a moment.
 */
export function useTail(address: string): Tail {
  const [lines, setLines] = useState<TailLines>(NO_LINES);
  const [state, setState] = useState<TailState>('connecting');
  const [reason, setReason] = useState('');
  const [paused, setPausedState] = useState(false);
  const isPaused = useRef(false);
  const lastEvent = useRef<string | null>(null);
  const [attempt, setAttempt] = useState(0);
  const full = isFull(lines);

  useEffect(() => {
    if (full) return;
    const from = lastEvent.current;
    const join = address.includes('?') ? '&' : '?';
    const source = new EventSource(
      from === null ? address : `${address}${join}after=${encodeURIComponent(from)}`,
    );
    setState('connecting');
    source.addEventListener('open', () => setState('live'));
    let again: ReturnType<typeof setTimeout> | undefined;
    source.addEventListener('error', () => {
      setState('connecting');
      // A browser connects again by itself, but not after a status like 503.
      if (source.readyState === EventSource.CLOSED)
        again = setTimeout(() => setAttempt(attempt + 1), AGAIN_MS);
    });
    source.addEventListener('lines', (event: MessageEvent<string>) => {
      const news: { lines: readonly LogView[] } = JSON.parse(event.data);
      lastEvent.current = event.lastEventId;
      setState('live');
      setLines((old) => withLines(old, news.lines, isPaused.current));
    });
    source.addEventListener('refused', (event: MessageEvent<string>) => {
      source.close();
      const { passes, message } = readRefusal(event.data);
      if (passes) {
        setState('connecting');
        again = setTimeout(() => setAttempt(attempt + 1), AGAIN_MS);
        return;
      }
      setReason(message);
      setState('refused');
    });
    return () => {
      clearTimeout(again);
      source.close();
    };
  }, [address, full, attempt]);

  const setPaused = useCallback((next: boolean) => {
    isPaused.current = next;
    setPausedState(next);
    if (!next) setLines(resumed);
  }, []);
  return { lines, state: full ? 'waiting' : state, reason, paused, setPaused };
}
