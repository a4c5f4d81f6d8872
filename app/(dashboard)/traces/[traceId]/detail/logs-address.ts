import type { TraceView } from '@/core/model/views';

const MARGIN_MS = 3_600_000;

/** A range that surely holds every log of a trace, also late ones, however old the trace is. */
export function traceRange(trace: Pick<TraceView, 'startTime' | 'durationMs'>): { from: string; to: string } {
  const start = Date.parse(trace.startTime);
  const iso = (ms: number) => new Date(ms).toISOString();
  return { from: iso(start - MARGIN_MS), to: iso(start + trace.durationMs + MARGIN_MS) };
}

/** Where the API lists the logs of one span. */
export function logsAddress(trace: TraceView, spanId: string): string {
  const query = new URLSearchParams({
    traceId: trace.traceId,
    spanId,
    ...traceRange(trace),
    limit: '200',
  });
  return `/api/v1/logs?${query}`;
}
