import type { TelemetryBatch } from './telemetry';

/** What of a batch is not after a time: spans by their start, log records and data points by their time. */
export function batchUntil(untilNs: bigint, batch: TelemetryBatch): TelemetryBatch {
  const { spans, logs, metrics } = batch;
  return {
    spans: spans.filter(({ startNs }) => startNs <= untilNs),
    logs: logs.filter(({ timeNs }) => timeNs <= untilNs),
    ...(metrics && { metrics: metrics.filter(({ timeNs }) => timeNs <= untilNs) }),
  };
}
