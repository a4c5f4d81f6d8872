'use client';

import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { LogView } from '@/core/model/views';
import { formatCount } from '../../../_components/format/number';
import { BUTTON } from '../../../_components/ui/controls';
import type { Scope } from '../../../_components/url/scope';
import { LogEntry } from '../log-entry';
import { ROW_HEIGHT, TailRow } from './tail-row';
import { type TailState, useTail } from './use-tail';

const MARGIN_ROWS = 20;

const STATES: Readonly<Record<TailState, string>> = {
  connecting: 'Connecting…',
  live: 'Live',
  waiting: 'Paused; the stream goes on from here',
  refused: 'Stopped',
};

/** Log records as they come, the newest at the bottom. Scrolling up pauses; going on shows all that came meanwhile. */
export function LogTail({ address, scope }: { readonly address: string; readonly scope: Scope }) {
  const { lines, state, reason, paused, setPaused } = useTail(address);
  const [chosen, setChosen] = useState<LogView | null>(null);
  const view = useRef<HTMLElement>(null);
  const [top, setTop] = useState(0);
  const [height, setHeight] = useState(600);
  const { shown, waiting, left } = lines;

  useEffect(() => {
    const element = view.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setHeight(element.clientHeight));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useLayoutEffect(() => {
    const element = view.current;
    if (element && !paused && shown.length > 0) element.scrollTop = element.scrollHeight;
  }, [shown, paused]);

  const scrolled = (element: HTMLElement) => {
    setTop(element.scrollTop);
    const fromEnd = element.scrollHeight - element.scrollTop - element.clientHeight;
    if (!paused && fromEnd > ROW_HEIGHT * 2) setPaused(true);
  };
  const first = Math.max(0, Math.floor(top / ROW_HEIGHT) - MARGIN_ROWS);
  const last = Math.min(shown.length, Math.ceil((top + height) / ROW_HEIGHT) + MARGIN_ROWS);

  return (
    <div className="flex flex-col">
      <div className="flex flex-wrap items-center justify-between gap-2 border-line border-b px-4 py-2">
        <p role="status" className="flex items-center gap-2 text-muted">
          <span
            aria-hidden="true"
            className={`size-2 rounded-full ${state === 'live' && !paused ? 'bg-good' : state === 'refused' ? 'bg-bad' : 'bg-warn'}`}
          />
          {paused && state === 'live' ? 'Paused' : STATES[state]}
          {reason !== '' && `: ${reason}`}
        </p>
        <p className="text-muted text-tremor-label tabular-nums">
          {formatCount(shown.length + left)} lines
          {left > 0 && `, the newest ${formatCount(shown.length)} shown`}
        </p>
        <button type="button" className={`${BUTTON} min-w-32`} onClick={() => setPaused(!paused)}>
          {paused ? `Go on${waiting.length > 0 ? ` (${formatCount(waiting.length)} new)` : ''}` : 'Pause'}
        </button>
      </div>
      <section
        ref={view}
        aria-label="Live log records"
        onScroll={(event) => scrolled(event.currentTarget)}
        className="h-[calc(100dvh-17rem)] min-h-64 overflow-y-auto overscroll-contain"
      >
        {shown.length === 0 && (
          <p className="px-4 py-12 text-center text-muted">Waiting for the first line that matches</p>
        )}
        <ul style={{ paddingTop: first * ROW_HEIGHT, paddingBottom: (shown.length - last) * ROW_HEIGHT }}>
          {shown.slice(first, last).map((log, index) => (
            <TailRow
              key={log.id}
              log={log}
              position={left + first + index + 1}
              isChosen={log.id === chosen?.id}
              onChoose={() => {
                setPaused(true);
                setChosen(log.id === chosen?.id ? null : log);
              }}
            />
          ))}
        </ul>
      </section>
      {chosen !== null && (
        <section aria-label="Chosen record" className="max-h-80 overflow-y-auto border-line border-t">
          <LogEntry key={chosen.id} log={chosen} scope={scope} filters={{}} isMarked />
        </section>
      )}
    </div>
  );
}
