'use client';

import { useMemo } from 'react';
import type { LogView, PageView, SpanDetailView, TraceView } from '@/core/model/views';
import { logsAddress } from './logs-address';
import type { TraceSource } from './trace-source';
import { type Loaded, useView } from './use-view';

/** One span in full; without one it stays loading. */
export function useSpanDetail(
  source: TraceSource,
  traceId: string,
  spanId: string | null,
): Loaded<SpanDetailView> {
  const loaded = useView<SpanDetailView>(
    source.kind === 'server' && spanId !== null ? `/api/v1/traces/${traceId}/spans/${spanId}` : null,
  );
  const view = source.kind === 'file' && spanId !== null ? source.details.get(spanId) : undefined;
  return useMemo(() => (view === undefined ? loaded : { state: 'ready', view }), [loaded, view]);
}

const NO_LOGS: Loaded<PageView<LogView>> = { state: 'ready', view: { items: [], nextCursor: null } };

/** The newest logs of one span; a file has none. */
export function useSpanLogs(
  source: TraceSource,
  trace: TraceView,
  spanId: string | null,
): Loaded<PageView<LogView>> {
  const loaded = useView<PageView<LogView>>(
    source.kind === 'server' && spanId !== null ? logsAddress(trace, spanId) : null,
  );
  return source.kind === 'server' ? loaded : NO_LOGS;
}
