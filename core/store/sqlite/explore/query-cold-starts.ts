import type Database from 'better-sqlite3';
import type { TimeRange } from '../../../model/time-range';
import { checkedLimit } from '../../derive/checked-limit';
import type { ColdStart } from '../../explore';
import { ROLLUP_STEPS } from '../rollup-scope';
import { type Interned, prepareTexts } from '../text-table';
import { msToNs, nsToTimeMs } from '../values';
import { versionOf } from '../variant-table';

interface Row {
  readonly trace_id: Buffer;
  readonly span_id: Buffer;
  readonly start_ns: bigint;
  readonly version: Interned;
  readonly memory_mb: bigint | null;
  readonly init_duration_ms: number | null;
  readonly busy: bigint;
}

/** No platform lets an invocation run much longer; those before need not be looked at. */
const LONGEST_NS = 900_000_000_000n;
const SECOND_NS = 1_000_000_000n;
const [MINUTE_SECONDS] = ROLLUP_STEPS;

export function prepareColdStarts(
  db: Database.Database,
): (query: {
  readonly functionId: string;
  readonly range: TimeRange;
  readonly limit: number;
}) => readonly ColdStart[] {
  const decode = prepareTexts(db);
  // Of each minute only what may still run is looked at, by the longest of it: there may be a thousand a second.
  const rows = db
    .prepare<[string, string, bigint, bigint, number], Row>(
      `SELECT i.trace_id, i.span_id, i.start_ns, i.version, i.memory_mb, i.init_duration_ms, EXISTS (
         SELECT 1 FROM rollup r CROSS JOIN invocation o
         WHERE r.scope = ? AND r.step_seconds = ${MINUTE_SECONDS}
           AND r.start_seconds BETWEEN (i.start_ns - ${LONGEST_NS}) / ${SECOND_NS} - ${MINUTE_SECONDS} AND i.start_ns / ${SECOND_NS}
           AND o.function_no = i.function_no
           AND o.start_ns > max(r.start_seconds * ${SECOND_NS} - 1, i.start_ns - min(r.duration_max_ns, ${LONGEST_NS}))
           AND o.start_ns <= min((r.start_seconds + ${MINUTE_SECONDS}) * ${SECOND_NS} - 1, i.start_ns)
           AND o.id <> i.id AND o.start_ns + o.duration_ns > i.start_ns
           AND ${versionOf('o')} IS ${versionOf('i')}) AS busy
       FROM invocation i
       WHERE i.function_no = (SELECT no FROM function WHERE id = ?) AND i.cold_start = 1
         AND i.start_ns >= ? AND i.start_ns < ?
       ORDER BY i.start_ns DESC LIMIT ?`,
    )
    .safeIntegers();
  return ({ functionId, range, limit }) =>
    rows
      .all(functionId, functionId, msToNs(range.fromMs), msToNs(range.toMs), checkedLimit(limit))
      .map((row) => ({
        traceId: row.trace_id.toString('hex'),
        spanId: row.span_id.toString('hex'),
        startTime: nsToTimeMs(row.start_ns),
        version: decode(row.version),
        memoryMb: row.memory_mb === null ? null : Number(row.memory_mb),
        initDurationMs: row.init_duration_ms,
        isBusy: row.busy === 1n,
      }));
}
