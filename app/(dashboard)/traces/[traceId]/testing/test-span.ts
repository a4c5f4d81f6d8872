import type { TraceSpanView } from '@/core/model/views';

/** A span of a trace view for tests, in milliseconds after the trace's start. */
export function testSpan(
  spanId: string,
  parentSpanId: string | null,
  offsetMs = 0,
  durationMs = 10,
  more: Partial<TraceSpanView> = {},
): TraceSpanView {
  return {
    spanId,
    parentSpanId,
    name: spanId,
    kind: 'internal',
    service: 's',
    functionId: null,
    invocationId: null,
    startTime: new Date(Date.parse('2026-11-21T10:00:00Z') + offsetMs).toISOString(),
    offsetMs,
    skewMs: 0,
    durationMs,
    selfMs: durationMs,
    status: 'unset',
    statusMessage: '',
    isInvocation: false,
    isInit: false,
    coldStart: null,
    onCriticalPath: false,
    costUsd: null,
    eventCount: 0,
    logCount: 0,
    ...more,
  };
}
