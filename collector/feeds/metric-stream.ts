import type { MetricPoint } from '@/core/model/telemetry';
import { malformed } from '../otlp/errors';
import { decodeMetrics } from '../otlp/metrics';

/**
 * The points of one record of a CloudWatch metric stream in the format OpenTelemetry 1.0: export requests in protobuf, each
 * prefixed by its length as a varint. Points that are not kept are counted in `ignored`, as by `decodeMetrics`.
 * @throws FaaslensError `invalid_input` when the record is not in that format (0.7 and JSON are not supported).
 */
export function pointsOfMetricStream(
  record: Uint8Array,
  receivedNs: bigint,
): { readonly points: readonly MetricPoint[]; readonly ignored: number } {
  const points: MetricPoint[] = [];
  let ignored = 0;
  let at = 0;
  while (at < record.length) {
    const { length, next } = readLength(record, at);
    if (next + length > record.length) throw malformed('the metric stream record ends within a request');
    const decoded = decodeMetrics(record.subarray(next, next + length), 'protobuf', receivedNs);
    for (const point of decoded.points) points.push(point);
    ignored += decoded.ignored;
    at = next + length;
  }
  return { points, ignored };
}

function readLength(record: Uint8Array, start: number): { length: number; next: number } {
  let length = 0;
  for (let index = 0; index < 5; index += 1) {
    const byte = record[start + index];
    if (byte === undefined) break;
    length += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) return { length, next: start + index + 1 };
  }
  throw malformed(
    'the metric stream record has no length before a request: its format must be OpenTelemetry 1.0',
  );
}
