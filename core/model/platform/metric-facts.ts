import type { Attributes } from '../attributes';
import { TELEMETRY_API_SCOPE } from '../init-phase';
import { plausibleMb, plausibleMs } from '../plausible';
import type { MetricPoint } from '../telemetry';
import { NO_FACTS, NO_FIGURES, type PlatformFact, type PlatformOrigin } from './fact';
import { platformOriginOf } from './origin';

/**
 * What a platform counted: `executions` all that ran, `successes` those that ended well, `failures` all others (including
 * timeouts; `errors` excludes them), `throttles` those that were not allowed to run.
 */
export type Counted =
  | 'executions'
  | 'successes'
  | 'errors'
  | 'failures'
  | 'timeouts'
  | 'coldStarts'
  | 'throttles';

/** Sources of counts; several may count the same executions. */
export const FEEDS = ['faas', 'cloudwatch', 'sequence'] as const;
export type Feed = (typeof FEEDS)[number];

/** A count of a function's executions by a platform, or by a sender (`countOfSpan`), to compare with those received. */
export interface PlatformCount {
  readonly feed: Feed;
  readonly origin: PlatformOrigin;
  /** Equal for the points of one series; counts of several series are added up. */
  readonly series: string;
  readonly counted: Counted;
  /** The count in (startNs, timeNs], or since startNs if cumulative: then it replaces the previous one. */
  readonly value: number;
  readonly isCumulative: boolean;
  readonly startNs: bigint;
  readonly timeNs: bigint;
}

const FAAS: ReadonlyMap<string, Counted> = new Map<string, Counted>([
  ['faas.invocations', 'successes'],
  ['faas.errors', 'errors'],
  ['faas.timeouts', 'timeouts'],
  ['faas.coldstarts', 'coldStarts'],
]);

const CLOUDWATCH: ReadonlyMap<string, Counted> = new Map<string, Counted>([
  ['amazonaws.com/AWS/Lambda/Invocations', 'executions'],
  ['amazonaws.com/AWS/Lambda/Errors', 'failures'],
  ['amazonaws.com/AWS/Lambda/Throttles', 'throttles'],
]);

/** The single init that this point stands for (`faas.init_duration` with count 1); empty for all other points. */
export function factsOfMetric(point: MetricPoint): readonly PlatformFact[] {
  if (point.name !== 'faas.init_duration' || point.count !== 1 || point.sum === null) return NO_FACTS;
  const durationMs = plausibleMs(point.sum * (point.unit === 'ms' ? 1 : 1000));
  if (durationMs === null) return NO_FACTS;
  const origin = platformOriginOf(point.resource);
  const figures = { ...NO_FIGURES, durationMs, initDurationMs: durationMs };
  return [{ ...figures, kind: 'init', requestId: null, origin, timeNs: point.timeNs }];
}

/** This point as a count, or null. CloudWatch repeats counts for each set of dimensions: only the function's own is used. */
export function countOfMetric(point: MetricPoint): PlatformCount | null {
  const { sum, startNs, timeNs } = point;
  if (sum === null || sum < 0) return null;
  const times = { value: sum, startNs, timeNs };
  const faas = FAAS.get(point.name);
  if (faas) {
    return {
      ...times,
      feed: 'faas',
      origin: platformOriginOf(point.resource),
      series: JSON.stringify([faas, point.resource.attributes, point.scope.name, point.attributes]),
      counted: faas,
      isCumulative: point.temporality === 'cumulative',
    };
  }
  const counted = CLOUDWATCH.get(point.name);
  const name = counted && onlyDimension(point.attributes, 'FunctionName');
  if (!counted || name === null || name === undefined) return null;
  // Several streams may carry the same metric; the exporter does not matter.
  const origin = { ...platformOriginOf(point.resource), name };
  return { ...times, feed: 'cloudwatch', origin, series: counted, counted, isCumulative: false };
}

/** The maximum memory that one execution used, and its function. */
export interface MemoryUsed {
  readonly origin: PlatformOrigin;
  readonly maxMemoryUsedMb: number;
}

/**
 * The memory in a `faas.mem_usage` point that stands for one execution; null for all others. OpenTelemetry's Lambda extension
 * sends MB times a million, the conventions want bytes.
 */
export function memoryOfMetric(point: MetricPoint): MemoryUsed | null {
  if (point.name !== 'faas.mem_usage' || point.count !== 1 || point.sum === null) return null;
  const unit = point.scope.name === TELEMETRY_API_SCOPE ? 1_000_000 : 1024 * 1024;
  const maxMemoryUsedMb = plausibleMb(Math.round(point.sum / unit));
  return maxMemoryUsedMb === null ? null : { origin: platformOriginOf(point.resource), maxMemoryUsedMb };
}

function onlyDimension(attributes: Attributes, key: string): string | null {
  const { Dimensions } = attributes;
  if (typeof Dimensions !== 'object' || Dimensions === null) return null;
  const entries: [string, unknown][] = Object.entries(Dimensions);
  const [name, value] = entries[0] ?? [];
  return entries.length === 1 && name === key && typeof value === 'string' ? value : null;
}
