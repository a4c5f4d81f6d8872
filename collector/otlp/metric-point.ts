import type { Attributes } from '@/core/model/attributes';
import type { MetricKind, MetricPoint, MetricTemporality, Resource, Scope } from '@/core/model/telemetry';
import { storable } from './span';

/** What all points of one metric share. */
export interface RawMetric {
  readonly name: string;
  readonly unit: string;
  readonly kind: MetricKind;
  /** The number that OTLP gives it. */
  readonly temporality: number;
}

/** A data point as either encoding gives it. */
export interface RawPoint {
  /** 0 when it was not sent; the same for `timeNs`. */
  startNs: bigint;
  timeNs: bigint;
  /** Bit 0 set: the sender states that there is no value. */
  flags: number;
  count: number;
  sum: number | null;
  min: number | null;
  max: number | null;
  attributes: Attributes;
}

const NO_VALUE = 1;
const TEMPORALITIES: readonly MetricTemporality[] = ['unspecified', 'delta', 'cumulative'];

export function emptyPoint(kind: MetricKind): RawPoint {
  const isNumber = kind === 'gauge' || kind === 'sum';
  return {
    startNs: 0n,
    timeNs: 0n,
    flags: 0,
    count: isNumber ? 1 : 0,
    sum: null,
    min: null,
    max: null,
    attributes: {},
  };
}

/** Whether the point holds anything: a value, or a count of values. */
export function hasValue({ flags, count, sum }: RawPoint, kind: MetricKind): boolean {
  if ((flags & NO_VALUE) !== 0) return false;
  return kind === 'gauge' || kind === 'sum' ? sum !== null : count > 0;
}

/** Converts a point to the model. A missing time becomes the start, or the time of receipt when both are missing. */
export function toMetricPoint(
  metric: RawMetric,
  raw: RawPoint,
  resource: Resource,
  scope: Scope,
  receivedNs: bigint,
): MetricPoint {
  const { name, unit, kind } = metric;
  const sentNs = storable(raw.timeNs) || storable(raw.startNs);
  const timeNs = sentNs || receivedNs;
  return {
    name,
    unit,
    kind,
    temporality: TEMPORALITIES[metric.temporality] ?? 'unspecified',
    startNs: storable(raw.startNs) || timeNs,
    timeNs,
    timeIsReceipt: sentNs === 0n,
    count: raw.count,
    sum: raw.sum,
    min: raw.min,
    max: raw.max,
    attributes: raw.attributes,
    resource,
    scope,
  };
}

/** The value, or null if it is NaN or infinite. */
export function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
