import type { DurationHistogram } from '../../model/histogram';
import { isChosen } from '../../model/keeping/chosen';
import type { KeepPolicy } from '../../model/keeping/policy';
import { isThinned } from '../../model/keeping/thin-span';
import type { Span } from '../../model/telemetry';
import { later } from './times';

export const MINUTE_NS = 60_000_000_000n;
export const DAY_NS = 1440n * MINUTE_NS;
/** When what is kept is to be looked at again: never by this policy. */
export const NEVER_NS = 2n ** 63n - 1n;

/** What becomes of a trace. */
export interface Verdict {
  readonly isOrdinary: boolean;
  /** Whether its details go. */
  readonly isThin: boolean;
  /** When it must be asked again. */
  readonly againNs: bigint;
}

/** Judges a trace by all that is stored of it; `isOrdinary` is asked when it has come to rest. */
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
  // What comes late is judged at another time: the first verdict stands.
  if (wasThinned || !isChosen(traceId, policy.ordinaryOneIn)) return THIN;
  if (policy.ordinaryDays === null) return CHOSEN;
  const goesNs = endNs + BigInt(policy.ordinaryDays) * DAY_NS;
  return goesNs <= nowNs ? THIN : { isOrdinary: true, isThin: false, againNs: goesNs };
}

const REMARKABLE: Verdict = { isOrdinary: false, isThin: false, againNs: NEVER_NS };
const THIN: Verdict = { isOrdinary: true, isThin: true, againNs: NEVER_NS };
const CHOSEN: Verdict = { isOrdinary: true, isThin: false, againNs: NEVER_NS };

/** Of fewer, each may be the one that somebody asks for. */
const LEAST = 20;
/** A bucket of the histogram is 2 % wide: what lies in that of the percentile is not above it. */
const BEYOND_BUCKET = 1.02;

/** From how many nanoseconds on invocations are slow beside so many others; null when these are too few to say. */
export function slowLimit(count: number, durations: DurationHistogram): number | null {
  const p95 = count < LEAST ? null : durations.percentile(0.95);
  return p95 === null ? null : p95 * BEYOND_BUCKET;
}
