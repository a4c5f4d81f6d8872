import { mayBeError } from '../../../model/errors/from-log';
import type { KeepPolicy } from '../../../model/keeping/policy';
import { thinSpan } from '../../../model/keeping/thin-span';
import type { LogRecord, Span } from '../../../model/telemetry';
import { DAY_NS, NEVER_NS, type Verdict } from '../../derive/verdict';
import type { Block, BlockContent } from '../block/block';
import { earlier } from '../values';

/** What is left of a block, or null when nothing goes; and when something more may go. */
export interface ThinBlock {
  readonly content: BlockContent | null;
  readonly againNs: bigint;
}

/** What starts before `floorNs` goes too, when anything does. `nowNs`: nanoseconds since the epoch. */
export function thinBlock(
  block: Block,
  { logDays }: KeepPolicy,
  nowNs: bigint,
  floorNs: bigint,
  verdictOf: (traceId: string) => Verdict,
): ThinBlock {
  const spans: Span[] = [];
  const logs: LogRecord[] = [];
  let againNs = NEVER_NS;
  let isChanged = false;

  for (let index = 0; index < block.spanCount; index += 1) {
    const span = block.spanAt(index);
    const verdict = verdictOf(span.traceId);
    againNs = earlier(againNs, verdict.againNs);
    const kept = verdict.isThin ? thinSpan(span) : span;
    isChanged ||= kept !== span;
    spans.push(kept);
  }
  for (let index = 0; index < block.logCount; index += 1) {
    const log = block.logAt(index);
    const verdict = log.traceId === null ? null : verdictOf(log.traceId);
    if (verdict) againNs = earlier(againNs, verdict.againNs);
    const goesNs = goesAt(log, logDays, verdict, nowNs);
    if (goesNs <= nowNs) isChanged = true;
    else {
      againNs = earlier(againNs, goesNs);
      logs.push(log);
    }
  }
  if (!isChanged) return { content: null, againNs };
  const content = {
    spans: spans.filter(({ startNs }) => startNs >= floorNs),
    logs: logs.filter(({ timeNs }) => timeNs >= floorNs),
  };
  return { content, againNs };
}

/** When a log record goes: at once with the details of its trace. */
function goesAt(log: LogRecord, logDays: number | null, verdict: Verdict | null, nowNs: bigint): bigint {
  if (mayBeError(log)) return NEVER_NS;
  if (verdict?.isThin) return nowNs;
  const mayGo = logDays !== null && (verdict === null || verdict.isOrdinary);
  return mayGo ? log.timeNs + BigInt(logDays) * DAY_NS : NEVER_NS;
}
