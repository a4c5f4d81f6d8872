import { mayBeError } from '../../../model/errors/from-log';
import { reportsError } from '../../../model/errors/from-span';
import type { KeepPolicy } from '../../../model/keeping/policy';
import type { Span } from '../../../model/telemetry';
import { judgeTrace, type Verdict } from '../../derive/verdict';
import type { BlockStore } from '../blocks/block-store';
import type { TraceState } from '../errors/failed-traces';
import type { SlowFrom } from './slow-from';

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
  return judgeTrace(traceId, spans.values(), policy, nowNs, () =>
    isOrdinary(traceId, parts.stateOf(traceId, spans), policy, parts),
  );
}

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
