import type { MetricPoint } from '../telemetry';
import type { PlatformFact, PlatformOrigin } from './fact';
import { factsOfMetric, memoryOfMetric } from './metric-facts';

/**
 * What was said of an execution environment (an instance) without the id of an execution: how long its init took, or how
 * much memory one execution used. It is about one invocation, which is found by instance and time: `rankOf`.
 */
export interface InstanceFact {
  readonly kind: 'init' | 'memory';
  readonly origin: PlatformOrigin;
  /** Between these two the invocation starts; the first that does is meant. */
  readonly fromNs: bigint;
  readonly untilNs: bigint;
  /** By when it has ended; null when that is not said. */
  readonly endsByNs: bigint | null;
  /** Whether it is the first invocation of its instance, so that a cold start may be meant when instances are unknown. */
  readonly isFirst: boolean;
  /** Milliseconds of an init, MB of memory. */
  readonly value: number;
  /** The span that told it, else null. */
  readonly traceId: string | null;
  readonly spanId: string | null;
}

/** No fact speaks of a longer time: `untilNs - fromNs` is at most this. */
export const LONGEST_WINDOW_NS = 120_000_000_000n;

/** An environment that waited longer for its first invocation was started ahead of it: nobody paid for that init. */
const LONGEST_WAIT_NS = 10_000_000_000n;
/** From the moment that counting begins, which is within the init, to the end of the init and of the wait. */
const INIT_AND_WAIT_NS = 20_000_000_000n;
/** Clocks of one machine, read by two programs. */
const CLOCK_SLACK_NS = 50_000_000n;

const NONE: readonly InstanceFact[] = [];

/** Of an init that a span or a log record tells of; none for all other facts, for inits that failed and of no function. */
export function instanceFactsOf(
  fact: PlatformFact,
  span: { readonly traceId: string; readonly spanId: string } | null = null,
): readonly InstanceFact[] {
  const { kind, status, origin, timeNs } = fact;
  const durationMs = fact.initDurationMs ?? fact.restoreDurationMs ?? fact.durationMs;
  if (
    origin.name === '' ||
    kind !== 'init' ||
    durationMs === null ||
    status === 'error' ||
    status === 'failure'
  )
    return NONE;
  return [
    {
      kind: 'init',
      origin,
      ...rightAfter(timeNs),
      endsByNs: null,
      isFirst: true,
      value: durationMs,
      traceId: span?.traceId ?? null,
      spanId: span?.spanId ?? null,
    },
  ];
}

/**
 * Of a point that stands for one init or for the memory of one execution; none for all other points, for those that name
 * no function or whose time is that of receipt, and for memory over a time without a beginning. A cumulative point says the same whenever it
 * is sent, which is then one fact: it is about the first invocation since its counting began.
 */
export function instanceFactsOfMetric(point: MetricPoint): readonly InstanceFact[] {
  if (point.timeIsReceipt === true) return NONE;
  const [init] = factsOfMetric(point);
  if (init && init.durationMs !== null) return factsOf(point, 'init', init.durationMs, init.origin);
  const memory = memoryOfMetric(point);
  return memory === null ? NONE : factsOf(point, 'memory', memory.maxMemoryUsedMb, memory.origin);
}

function factsOf(
  { startNs, timeNs, temporality }: MetricPoint,
  kind: InstanceFact['kind'],
  value: number,
  origin: PlatformOrigin,
): readonly InstanceFact[] {
  if (origin.name === '') return NONE;
  const fact = { kind, origin, value, traceId: null, spanId: null };
  const fromNs = startNs - CLOCK_SLACK_NS;
  if (startNs >= timeNs) {
    return kind === 'init' ? [{ ...fact, ...rightAfter(timeNs), endsByNs: null, isFirst: true }] : NONE;
  }
  if (temporality === 'cumulative') {
    return [{ ...fact, fromNs, untilNs: startNs + INIT_AND_WAIT_NS, endsByNs: null, isFirst: true }];
  }
  const wait = kind === 'init' ? LONGEST_WAIT_NS : CLOCK_SLACK_NS;
  if (timeNs + wait - fromNs > LONGEST_WINDOW_NS) return NONE;
  return [
    {
      ...fact,
      fromNs,
      untilNs: timeNs + wait,
      endsByNs: kind === 'init' ? null : timeNs + CLOCK_SLACK_NS,
      isFirst: kind === 'init' && timeNs - startNs <= LONGEST_WAIT_NS,
    },
  ];
}

function rightAfter(timeNs: bigint): Pick<InstanceFact, 'fromNs' | 'untilNs'> {
  return { fromNs: timeNs - CLOCK_SLACK_NS, untilNs: timeNs + LONGEST_WAIT_NS };
}

/** What must be known of an invocation to tell whether a fact may be about it. */
export interface InstanceCandidate {
  readonly traceId: string;
  readonly startNs: bigint;
  readonly durationNs: bigint;
  /** What the span or a report says, without any fact of an instance. */
  readonly coldStart: boolean | null;
  /** Null when the instance of either is unknown. */
  readonly isSameInstance: boolean | null;
}

/**
 * How surely the fact is about such an invocation, lower is surer; null when it is not. 0: of the same instance. Where
 * the instance is unknown on either side only a first invocation that was a cold start can be told: 1 in the trace of
 * the span that told the fact, else 2. Among equals the one that starts first is meant.
 */
export function rankOf(fact: InstanceFact, candidate: InstanceCandidate): 0 | 1 | 2 | null {
  const { startNs, durationNs, isSameInstance } = candidate;
  if (startNs < fact.fromNs || startNs > fact.untilNs || isSameInstance === false) return null;
  if (fact.endsByNs !== null && startNs + durationNs > fact.endsByNs) return null;
  if (isSameInstance) return 0;
  if (!fact.isFirst || candidate.coldStart !== true) return null;
  return candidate.traceId === fact.traceId ? 1 : 2;
}
