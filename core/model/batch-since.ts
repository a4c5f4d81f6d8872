import type { TelemetryBatch } from './telemetry';

/** The part of a batch from a time on: spans by their start, log records and data points by their time. */
export function batchSince(floorNs: bigint, batch: TelemetryBatch): TelemetryBatch {
  if (floorNs === 0n) return batch;
  return {
    spans: batch.spans.filter(({ startNs }) => startNs >= floorNs),
    logs: batch.logs.filter(({ timeNs }) => timeNs >= floorNs),
    ...(batch.metrics && { metrics: batch.metrics.filter(({ timeNs }) => timeNs >= floorNs) }),
  };
}
