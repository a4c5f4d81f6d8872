import type { MetricKind } from '@/core/model/telemetry';
import { Refusal } from './errors';
import {
  field,
  type JsonObject,
  listField,
  numberField,
  objectField,
  textField,
  timeField,
} from './json-fields';
import { readAttributes } from './json-values';
import { MAX_NAME_BYTES } from './limits';
import { isKeptMetric } from './metric-names';
import { emptyPoint, finite, type RawPoint } from './metric-point';
import type { MetricSink } from './metric-proto';
import type { Tally } from './rejections';

const KINDS: readonly (readonly [field: string, kind: MetricKind])[] = [
  ['gauge', 'gauge'],
  ['sum', 'sum'],
  ['histogram', 'histogram'],
  ['exponentialHistogram', 'histogram'],
  ['summary', 'summary'],
];
const TEMPORALITIES = ['UNSPECIFIED', 'DELTA', 'CUMULATIVE'];

/** Reads one metric of a JSON body; an unreadable point is refused by itself. @throws Refusal for the whole metric */
export function readMetric(metric: JsonObject, tally: Tally, sink: MetricSink): void {
  const name = textField(metric, 'name', MAX_NAME_BYTES);
  const unit = textField(metric, 'unit', MAX_NAME_BYTES);
  for (const [member, kind] of KINDS) {
    const data = objectField(metric, member);
    if (data === undefined) continue;
    const points = listField(data, 'dataPoints');
    if (!isKeptMetric(name)) {
      sink.ignore(points.length);
      continue;
    }
    const temporality = numberField(data, 'aggregationTemporality', temporalityNumber);
    for (const point of points) {
      try {
        sink.keep({ name, unit, kind, temporality }, readPoint(point, kind));
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        tally.refuse(error.message);
      }
    }
  }
}

function readPoint(sent: JsonObject, kind: MetricKind): RawPoint {
  const point = emptyPoint(kind);
  point.startNs = timeField(sent, 'startTimeUnixNano');
  point.timeNs = timeField(sent, 'timeUnixNano');
  point.flags = numberField(sent, 'flags');
  point.attributes = readAttributes(sent);
  if (kind === 'gauge' || kind === 'sum') {
    point.sum = numeric(sent, 'asDouble') ?? numeric(sent, 'asInt');
    return point;
  }
  point.count = numeric(sent, 'count') ?? 0;
  point.sum = numeric(sent, 'sum');
  point.min = numeric(sent, 'min');
  point.max = numeric(sent, 'max');
  for (const entry of listField(sent, 'quantileValues')) {
    // A quantile of 0 may be omitted, like every default.
    const quantile = numeric(entry, 'quantile') ?? 0;
    if (quantile === 0) point.min = numeric(entry, 'value') ?? 0;
    if (quantile === 1) point.max = numeric(entry, 'value') ?? 0;
  }
  return point;
}

/** A number or its decimal string; null when it is absent or not finite. @throws Refusal when it is neither. */
function numeric(object: JsonObject, name: string): number | null {
  const value = field(object, name);
  if (value === undefined || value === '') return null;
  if (typeof value === 'number') return finite(value);
  if (typeof value !== 'string') throw new Refusal(`${name} must be a number`);
  return finite(Number(value));
}

function temporalityNumber(name: string): number {
  return Math.max(0, TEMPORALITIES.indexOf(name.toUpperCase().replace(/^AGGREGATION_TEMPORALITY_/, '')));
}
