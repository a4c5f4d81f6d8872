import type { Span, TelemetryBatch } from './telemetry';

/**
 * What of a batch is not after a time: spans by their end, log records and data points by their time. Of a span that is kept,
 * events that claim to be later happened at its end, as far as anybody can tell.
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
