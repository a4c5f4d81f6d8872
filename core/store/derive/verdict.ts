import type { DurationHistogram } from '../../model/histogram';
import { isChosen } from '../../model/keeping/chosen';
import type { KeepPolicy } from '../../model/keeping/policy';
import { isThinned } from '../../model/keeping/thin-span';
import type { Span } from '../../model/telemetry';
import { later } from './times';

export const MINUTE_NS = 60_000_000_000n;
export const DAY_NS = 1440n * MINUTE_NS;
/** `againNs` of a trace that this policy never needs to judge again. */
export const NEVER_NS = 2n ** 63n - 1n;

/** What to do with a trace. */
export interface Verdict {
  readonly isOrdinary: boolean;
  /** Whether to remove its details. */
  readonly isThin: boolean;
  /** When it must be judged again. */
  readonly againNs: bigint;
}

/** Judges a trace by everything stored of it; `isOrdinary` is called once it has settled. */
export function judgeTrace(
  traceId: string,
  spans: Iterable<Span>,
  policy: KeepPolicy,
  nowNs: bigint,
  isOrdinary: () => boolean,
): Verdict {
  let endNs = 0n;
  let wasThinned = false;
  for (const span of spans) {
    endNs = later(endNs, span.endNs);
    wasThinned ||= isThinned(span);
  }
  const restsNs = endNs + BigInt(policy.settleMinutes) * MINUTE_NS;
  if (restsNs > nowNs) return { isOrdinary: false, isThin: false, againNs: restsNs };
  if (!isOrdinary()) return REMARKABLE;
  // Late spans are judged at another time: the first verdict stands.
  if (wasThinned || !isChosen(traceId, policy.ordinaryOneIn)) return THIN;
  if (policy.ordinaryDays === null) return CHOSEN;
  const goesNs = endNs + BigInt(policy.ordinaryDays) * DAY_NS;
  return goesNs <= nowNs ? THIN : { isOrdinary: true, isThin: false, againNs: goesNs };
}

const REMARKABLE: Verdict = { isOrdinary: false, isThin: false, againNs: NEVER_NS };
const THIN: Verdict = { isOrdinary: true, isThin: true, againNs: NEVER_NS };
const CHOSEN: Verdict = { isOrdinary: true, isThin: false, againNs: NEVER_NS };

/** Among fewer invocations, each may be the one that somebody looks for. */
const LEAST = 20;
/** A histogram bucket is 2 % wide: durations in the percentile's own bucket are not above it. */
const BEYOND_BUCKET = 1.02;

/** The duration in nanoseconds from which invocations count as slow; null when there are too few to tell. */
export function slowLimit(count: number, durations: DurationHistogram): number | null {
  const p95 = count < LEAST ? null : durations.percentile(0.95);
  return p95 === null ? null : p95 * BEYOND_BUCKET;
}
