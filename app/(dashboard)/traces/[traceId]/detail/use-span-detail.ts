'use client';

import type { LogView, PageView, SpanDetailView, TraceView } from '@/core/model/views';
import { logsAddress } from './logs-address';
import type { TraceSource } from './trace-source';
import { type Loaded, useView } from './use-view';

/** One span in full. */
export function useSpanDetail(source: TraceSource, traceId: string, spanId: string): Loaded<SpanDetailView> {
  const loaded = useView<SpanDetailView>(
    source.kind === 'server' ? `/api/v1/traces/${traceId}/spans/${spanId}` : null,
  );
  const view = source.kind === 'file' ? source.details.get(spanId) : undefined;
  return view === undefined ? loaded : { state: 'ready', view };
}

const NO_LOGS: Loaded<PageView<LogView>> = { state: 'ready', view: { items: [], nextCursor: null } };

/** The newest logs of one span; a file has none. */
export function useSpanLogs(
  source: TraceSource,
  trace: TraceView,
  spanId: string,
): Loaded<PageView<LogView>> {
  const loaded = useView<PageView<LogView>>(source.kind === 'server' ? logsAddress(trace, spanId) : null);
  return source.kind === 'server' ? loaded : NO_LOGS;
}
