import type { TelemetryBatch } from './telemetry';

/** What of a batch is not before a time: spans by their start, log records and data points by their time. */
export function batchSince(floorNs: bigint, batch: TelemetryBatch): TelemetryBatch {
  if (floorNs === 0n) return batch;
  return {
    spans: batch.spans.filter(({ startNs }) => startNs >= floorNs),
    logs: batch.logs.filter(({ timeNs }) => timeNs >= floorNs),
    ...(batch.metrics && { metrics: batch.metrics.filter(({ timeNs }) => timeNs >= floorNs) }),
  };
}
