'use client';

import { useEffect, useMemo, useState } from 'react';
import type { LogView, PageView, SpanDetailView, TraceView } from '@/core/model/views';
import type { TraceSource } from './trace-source';
import { useSpanDetail, useSpanLogs } from './use-span-detail';
import type { Loaded } from './use-view';

export interface OpenSpan {
  readonly spanId: string | null;
  readonly detail: Loaded<SpanDetailView>;
  readonly logs: Loaded<PageView<LogView>>;
}

/** Longer than this nobody waits without seeing that something happens. */
const PATIENCE_MS = 400;

/**
 * The span whose details are shown: the chosen one as soon as all of it is there, until then the one before, so that the rows
 * move once. One that the address names has its place from the start.
 */
export function useOpenSpan(source: TraceSource, trace: TraceView, chosen: string | null): OpenSpan {
  const detail = useSpanDetail(source, trace.traceId, chosen);
  const logs = useSpanLogs(source, trace, chosen);
  const [late, setLate] = useState(chosen);
  useEffect(() => {
    const timer = setTimeout(() => setLate(chosen), PATIENCE_MS);
    return () => {
      clearTimeout(timer);
      setLate(null);
    };
  }, [chosen]);
  const next = useMemo(() => ({ spanId: chosen, detail, logs }), [chosen, detail, logs]);
  const isReady = chosen === null || (detail.state !== 'loading' && logs.state !== 'loading');
  const isShown = isReady || late === chosen;
  const [shown, setShown] = useState(next);
  useEffect(() => {
    if (isShown) setShown(next);
  }, [isShown, next]);
  return isShown ? next : shown;
}
