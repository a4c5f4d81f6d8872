import type { Span, TelemetryBatch } from './telemetry';

/**
 * The part of a batch up to a time: spans by their end, log records and data points by their time. Later events of a span that
 * is kept are moved to its end, the best guess.
 */
export function batchUntil(untilNs: bigint, batch: TelemetryBatch): TelemetryBatch {
  const { spans, logs, metrics } = batch;
  return {
    spans: spans
      .filter(({ startNs, endNs }) => startNs <= untilNs && endNs <= untilNs)
      .map((span) => withEventsUntil(untilNs, span)),
    logs: logs.filter(({ timeNs }) => timeNs <= untilNs),
    ...(metrics && { metrics: metrics.filter(({ timeNs }) => timeNs <= untilNs) }),
  };
}

function withEventsUntil(untilNs: bigint, span: Span): Span {
  if (!span.events.some(({ timeNs }) => timeNs > untilNs)) return span;
  const events = span.events.map((event) =>
    event.timeNs > untilNs ? { ...event, timeNs: span.endNs } : event,
  );
  return { ...span, events };
}
