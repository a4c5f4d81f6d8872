import type { MetricPoint } from '../telemetry';
import type { PlatformFact, PlatformOrigin } from './fact';
import { factsOfMetric, memoryOfMetric } from './metric-facts';

/**
 * Something reported about an execution environment (an instance) without the id of an execution: how long its init took, or how
 * much memory one execution used. The invocation that it is about is found by instance and time: `rankOf`.
 */
export interface InstanceFact {
  readonly kind: 'init' | 'memory';
  readonly origin: PlatformOrigin;
  /** The invocation starts in this window; the first one that does is meant. */
  readonly fromNs: bigint;
  readonly untilNs: bigint;
  /** The latest time at which the invocation ended; null if unknown. */
  readonly endsByNs: bigint | null;
  /** Whether it is the instance's first invocation, so that a cold start matches when instances are unknown. */
  readonly isFirst: boolean;
  /** Milliseconds for an init, MB for memory. */
  readonly value: number;
  /** The span that reported it, else null. */
  readonly traceId: string | null;
  readonly spanId: string | null;
}

/** Upper bound of `untilNs - fromNs` for every fact. */
export const LONGEST_WINDOW_NS = 120_000_000_000n;

/** An environment that waited longer for its first invocation was started in advance: no invocation paid for that init. */
const LONGEST_WAIT_NS = 10_000_000_000n;
/** From the start of counting, which falls within the init, to the end of the init and the wait. */
const INIT_AND_WAIT_NS = 20_000_000_000n;
/** Tolerance between two programs that read the same machine's clock. */
const CLOCK_SLACK_NS = 50_000_000n;

const NONE: readonly InstanceFact[] = [];

/** The facts of an init reported by a span or log record; empty for other facts, failed inits, and inits of no function. */
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
 * The facts of a metric point that stands for one init, or for the memory of one execution. Empty for all other points, for
 * points without a function's name or with the time of receipt, and for memory over an interval without a beginning. A
 * cumulative point that is sent repeatedly is one fact: it is about the first invocation since its counting began.
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

/** What must be known of an invocation to decide whether a fact may be about it. */
export interface InstanceCandidate {
  readonly traceId: string;
  readonly startNs: bigint;
  readonly durationNs: bigint;
  /** From the span or a report, without facts about instances. */
  readonly coldStart: boolean | null;
  /** Null when the instance of either is unknown. */
  readonly isSameInstance: boolean | null;
}

/**
 * How certain it is that the fact is about this invocation, lower being more certain; null when it is not. 0: the same instance.
 * Where either instance is unknown, only a first invocation with a cold start can be matched: 1 in the trace of the span that
 * reported the fact, else 2. Among equals, the one that starts first is meant.
 */
export function rankOf(fact: InstanceFact, candidate: InstanceCandidate): 0 | 1 | 2 | null {
  const { startNs, durationNs, isSameInstance } = candidate;
  if (startNs < fact.fromNs || startNs > fact.untilNs || isSameInstance === false) return null;
  if (fact.endsByNs !== null && startNs + durationNs > fact.endsByNs) return null;
  if (isSameInstance) return 0;
  if (!fact.isFirst || candidate.coldStart !== true) return null;
  return candidate.traceId === fact.traceId ? 1 : 2;
}
