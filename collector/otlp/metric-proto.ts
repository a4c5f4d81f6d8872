import type { MetricKind } from '@/core/model/telemetry';
import { malformed } from './errors';
import { MAX_NAME_BYTES } from './limits';
import { isKeptMetric } from './metric-names';
import { emptyPoint, finite, type RawMetric, type RawPoint } from './metric-point';
import type { ProtoReader } from './proto-reader';
import { readAttribute } from './proto-values';
import { AttributeSink } from './values';

/** `keep` receives each point of a kept metric, `ignore` the number of points of one that is not kept. */
export interface MetricSink {
  keep(metric: RawMetric, point: RawPoint): void;
  ignore(points: number): void;
}

/** An exponential histogram counts as a histogram: only its sums are kept. */
const KINDS: ReadonlyMap<number, MetricKind> = new Map<number, MetricKind>([
  [5, 'gauge'],
  [7, 'sum'],
  [9, 'histogram'],
  [10, 'histogram'],
  [11, 'summary'],
]);
const EXPONENTIAL = 10;

interface Layout {
  readonly attributes: number;
  readonly flags: number;
  readonly min: number;
  readonly max: number;
}
const NUMBER: Layout = { attributes: 7, flags: 8, min: 0, max: 0 };
const HISTOGRAM: Layout = { attributes: 9, flags: 10, min: 11, max: 12 };
const EXPONENTIAL_HISTOGRAM: Layout = { attributes: 1, flags: 10, min: 12, max: 13 };

/** Reads the current Metric. Makes two passes, because its name may follow its points on the wire. */
export function readMetric(reader: ProtoReader, sink: MetricSink): void {
  reader.message(() => {
    let name = '';
    let unit = '';
    while (reader.next()) {
      refuseStrangers(reader);
      if (reader.field === 1) name = reader.text(MAX_NAME_BYTES);
      else if (reader.field === 3) unit = reader.text(MAX_NAME_BYTES);
      else reader.skip();
    }
    reader.rewind();
    const isKept = isKeptMetric(name);
    while (reader.next()) {
      const kind = KINDS.get(reader.field);
      if (kind === undefined) reader.skip();
      else if (isKept) readData(reader, name, unit, kind, sink);
      else sink.ignore(reader.message(countPoints));
    }
  });
}

function countPoints(reader: ProtoReader): number {
  let points = 0;
  while (reader.next()) {
    if (reader.field === 1) points += 1;
    reader.skip();
  }
  return points;
}

/** Makes two passes, because the temporality follows the points on the wire. */
function readData(reader: ProtoReader, name: string, unit: string, kind: MetricKind, sink: MetricSink): void {
  const isExponential = reader.field === EXPONENTIAL;
  const hasTemporality = kind === 'sum' || kind === 'histogram';
  reader.message(() => {
    let temporality = 0;
    while (reader.next()) {
      if (reader.field === 2 && hasTemporality) temporality = reader.number();
      else reader.skip();
    }
    const metric = { name, unit, kind, temporality };
    reader.rewind();
    while (reader.next()) {
      if (reader.field === 1) sink.keep(metric, readPoint(reader, kind, isExponential));
      else reader.skip();
    }
  });
}

function readPoint(reader: ProtoReader, kind: MetricKind, isExponential: boolean): RawPoint {
  const point = emptyPoint(kind);
  const attributes = new AttributeSink();
  const histogram = isExponential ? EXPONENTIAL_HISTOGRAM : HISTOGRAM;
  const layout = kind === 'histogram' ? histogram : NUMBER;
  const readValue = kind === 'gauge' || kind === 'sum' ? readNumber : readSummed;
  reader.message(() => {
    while (reader.next()) {
      if (reader.field === 2) point.startNs = reader.fixed64();
      else if (reader.field === 3) point.timeNs = reader.fixed64();
      else if (reader.field === layout.attributes) readAttribute(reader, attributes);
      else if (reader.field === layout.flags) point.flags = reader.number();
      else if (reader.field === layout.min) point.min = finite(reader.double());
      else if (reader.field === layout.max) point.max = finite(reader.double());
      else if (kind === 'summary' && reader.field === 6) reader.message(() => readQuantile(reader, point));
      else readValue(reader, point);
    }
  });
  point.attributes = attributes.done();
  return point;
}

function readNumber(reader: ProtoReader, point: RawPoint): void {
  if (reader.field === 4) point.sum = finite(reader.double());
  else if (reader.field === 6) point.sum = Number(BigInt.asIntN(64, reader.fixed64()));
  else reader.skip();
}

function readSummed(reader: ProtoReader, point: RawPoint): void {
  if (reader.field === 4) point.count = Number(reader.fixed64());
  else if (reader.field === 5) point.sum = finite(reader.double());
  else reader.skip();
}

/** In OTLP, the quantiles 0 and 1 of a summary are its minimum and maximum. */
function readQuantile(reader: ProtoReader, point: RawPoint): void {
  let quantile = 0;
  let value = 0;
  while (reader.next()) {
    if (reader.field === 1) quantile = reader.double();
    else if (reader.field === 2) value = reader.double();
    else reader.skip();
  }
  if (quantile === 0) point.min = finite(value);
  if (quantile === 1) point.max = finite(value);
}

/** Spans and log records have the envelope's field numbers in common with metrics, but numbers where metrics have messages. */
function refuseStrangers(reader: ProtoReader): void {
  if (reader.wire === 1 && (reader.field === 7 || reader.field === 8))
    throw malformed('the body holds spans, not metrics: send spans to /v1/traces');
  if (
    (reader.wire === 1 && (reader.field === 1 || reader.field === 11)) ||
    (reader.wire === 0 && reader.field === 2)
  )
    throw malformed('the body holds log records, not metrics: send logs to /v1/logs');
}
