import type { Attributes } from '../attributes';
import { TELEMETRY_API_SCOPE } from '../init-phase';
import { plausibleMb, plausibleMs } from '../plausible';
import type { MetricPoint } from '../telemetry';
import { NO_FACTS, NO_FIGURES, type PlatformFact, type PlatformOrigin } from './fact';
import { platformOriginOf } from './origin';

/**
 * What a platform counted: `executions` all that ran, `successes` those that ended well, `failures` all others (time
 * limits included, but for `errors`, which are without them), `throttles` what was not allowed to run.
 */
export type Counted =
  | 'executions'
  | 'successes'
  | 'errors'
  | 'failures'
  | 'timeouts'
  | 'coldStarts'
  | 'throttles';

/** Who counts: each feed may count the same executions. */
export const FEEDS = ['faas', 'cloudwatch', 'sequence'] as const;
export type Feed = (typeof FEEDS)[number];

/** A platform's own count of a function's executions, or a sender's (`countOfSpan`), to compare with those received. */
export interface PlatformCount {
  readonly feed: Feed;
  readonly origin: PlatformOrigin;
  /** Equal for the points of one series; what several series count adds up. */
  readonly series: string;
  readonly counted: Counted;
  /** The number in (startNs, timeNs], or since startNs when it is cumulative: then it replaces the one before. */
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

/** The init that this point stands for alone (`faas.init_duration` of one init); none for all other points. */
export function factsOfMetric(point: MetricPoint): readonly PlatformFact[] {
  if (point.name !== 'faas.init_duration' || point.count !== 1 || point.sum === null) return NO_FACTS;
  const durationMs = plausibleMs(point.sum * (point.unit === 'ms' ? 1 : 1000));
  if (durationMs === null) return NO_FACTS;
  const origin = platformOriginOf(point.resource);
  const figures = { ...NO_FIGURES, durationMs, initDurationMs: durationMs };
  return [{ ...figures, kind: 'init', requestId: null, origin, timeNs: point.timeNs }];
}

/** The count that this point is, or null. CloudWatch repeats each for every set of dimensions: only the function's own counts. */
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
  // Several streams may carry the same metric: who exported it does not matter.
  const origin = { ...platformOriginOf(point.resource), name };
  return { ...times, feed: 'cloudwatch', origin, series: counted, counted, isCumulative: false };
}

/** The most memory that one execution used, and of which function. */
export interface MemoryUsed {
  readonly origin: PlatformOrigin;
  readonly maxMemoryUsedMb: number;
}

/**
 * What a point of `faas.mem_usage` that stands for one execution says; null for all others. OpenTelemetry's Lambda
 * extension sends MB times a million, the conventions want bytes.
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
