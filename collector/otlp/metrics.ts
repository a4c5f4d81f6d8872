import type { MetricPoint, Resource, Scope } from '@/core/model/telemetry';
import type { Encoding } from './decode';
import { type JsonNames, readEnvelope as readJsonEnvelope } from './json-envelope';
import { readMetric as readJsonMetric } from './metric-json';
import { hasValue, toMetricPoint } from './metric-point';
import { type MetricSink, readMetric as readProtoMetric } from './metric-proto';
import { readEnvelope as readProtoEnvelope } from './proto-envelope';
import { ProtoReader } from './proto-reader';
import { type Rejected, Tally } from './rejections';

const METRIC_NAMES: JsonNames = {
  resources: 'resourceMetrics',
  scopes: 'scopeMetrics',
  records: 'metrics',
  strangers: { resourceSpans: '/v1/traces', resourceLogs: '/v1/logs' },
};

/**
 * Decodes an OTLP ExportMetricsServiceRequest; an empty body is an empty request. Only points that have a value and belong to
 * a metric that helps to complete invocations (`isKeptMetric`) are built; all others are counted in `ignored`, which is not a
 * rejection. Exemplars and buckets are skipped. `receivedNs` replaces missing times.
 * @throws FaaslensError `invalid_input` when the body is not in this encoding or of this signal, `too_large` when it holds
 * more points to keep than a body may.
 */
export function decodeMetrics(
  body: Uint8Array,
  encoding: Encoding,
  receivedNs: bigint,
): { readonly points: readonly MetricPoint[]; readonly ignored: number; readonly rejected: Rejected } {
  const tally = new Tally('data points');
  const points: MetricPoint[] = [];
  let ignored = 0;
  const sinkOf = (resource: Resource, scope: Scope): MetricSink => ({
    keep(metric, point) {
      tally.item();
      if (hasValue(point, metric.kind))
        points.push(toMetricPoint(metric, point, resource, scope, receivedNs));
      else ignored += 1;
    },
    ignore(count) {
      ignored += count;
    },
  });
  if (body.length > 0 && encoding === 'json') {
    readJsonEnvelope(body, METRIC_NAMES, tally, (record, resource, scope) =>
      readJsonMetric(record, tally, sinkOf(resource, scope)),
    );
  } else {
    readProtoEnvelope(new ProtoReader(body), (reader, resource, scope) =>
      readProtoMetric(reader, sinkOf(resource, scope)),
    );
  }
  return { points, ignored, rejected: tally.rejected() };
}
