import { mayBeError } from '../../../model/errors/from-log';
import { reportsError } from '../../../model/errors/from-span';
import { isChosen } from '../../../model/keeping/chosen';
import type { KeepPolicy } from '../../../model/keeping/policy';
import { isThinned } from '../../../model/keeping/thin-span';
import type { Span } from '../../../model/telemetry';
import type { BlockStore } from '../blocks/block-store';
import type { TraceState } from '../errors/failed-traces';
import { later } from '../values';
import type { SlowFrom } from './slow-from';

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

export interface VerdictParts {
  readonly blocks: Pick<BlockStore, 'blocksOfErrorLogs' | 'load'>;
  /** The spans that count of a stored trace. */
  readonly spansOf: (traceId: string) => ReadonlyMap<string, Span>;
  readonly stateOf: (traceId: string, spans: ReadonlyMap<string, Span>) => TraceState;
  readonly slowFrom: SlowFrom;
}

/** Judges a trace by all that is stored of it, wherever that lies. */
export function judge(traceId: string, policy: KeepPolicy, nowNs: bigint, parts: VerdictParts): Verdict {
  const spans = parts.spansOf(traceId);
  let endNs = 0n;
  let wasThinned = false;
  for (const span of spans.values()) {
    endNs = later(endNs, span.endNs);
    wasThinned ||= isThinned(span);
  }
  const restsNs = endNs + BigInt(policy.settleMinutes) * MINUTE_NS;
  if (restsNs > nowNs) return { isOrdinary: false, isThin: false, againNs: restsNs };
  if (!isOrdinary(traceId, parts.stateOf(traceId, spans), policy, parts)) return REMARKABLE;
  // Parts in other blocks are judged at other times: the first verdict stands.
  if (wasThinned || !isChosen(traceId, policy.ordinaryOneIn)) return THIN;
  if (policy.ordinaryDays === null) return CHOSEN;
  const goesNs = endNs + BigInt(policy.ordinaryDays) * DAY_NS;
  return goesNs <= nowNs ? THIN : { isOrdinary: true, isThin: false, againNs: goesNs };
}

const REMARKABLE: Verdict = { isOrdinary: false, isThin: false, againNs: NEVER_NS };
const THIN: Verdict = { isOrdinary: true, isThin: true, againNs: NEVER_NS };
const CHOSEN: Verdict = { isOrdinary: true, isThin: false, againNs: NEVER_NS };

function isOrdinary(
  traceId: string,
  { spans, invocations }: TraceState,
  { slowMs }: KeepPolicy,
  { blocks, slowFrom }: VerdictParts,
): boolean {
  for (const { outcome, cold_start, duration_ns, function_id, start_ns } of invocations) {
    if (outcome !== 'ok' || cold_start === 1n) return false;
    const limit = slowMs === null ? slowFrom(function_id, start_ns) : slowMs * 1e6;
    if (limit === null || Number(duration_ns) > limit) return false;
  }
  for (const span of spans.values()) if (reportsError(span)) return false;
  // Also those in plain words, which are no failure to be counted.
  return !blocks.blocksOfErrorLogs(traceId).some((id) => blocks.load(id).logsOf(traceId).some(mayBeError));
}
