import { checkedLimit } from '../../derive/checked-limit';
import { nsToTimeMs } from '../../derive/times';
import type { ExploreReader } from '../../explore';
import type { Connection } from '../connection';
import { withinDaysNs } from '../days';
import { Conditions, idList } from '../statement';

interface Row {
  readonly trace: string;
  readonly span: string;
  readonly start: string;
  readonly version_name: string | null;
  readonly memory: string | null;
  readonly init: number | null;
}

/** No platform lets an invocation run much longer; those before need not be looked at. */
const LONGEST_NS = 900_000_000_000n;
const MINUTE_NS = 60_000_000_000n;

function minuteOf(ns: string): string {
  return `toUInt64(intDiv(${ns}, ${MINUTE_NS}))`;
}

export function prepareColdStarts(connection: Connection): ExploreReader['coldStarts'] {
  /** The spans of those during which another invocation of their version ran. */
  const busyAmong = async (functionId: string, rows: readonly Row[]): Promise<ReadonlySet<string>> => {
    const [newest, oldest] = [rows[0], rows.at(-1)];
    if (newest === undefined || oldest === undefined) return new Set();
    const [from, to] = [BigInt(oldest.start) - LONGEST_NS, BigInt(newest.start)];
    const conditions = new Conditions()
      .and('i.function_id = ?', functionId)
      .and('i.start_ns > ? AND i.start_ns <= ?', from, to)
      .and(withinDaysNs('i.day', from, to + 1n));
    // By the minutes in which it ran, so that each is compared with what ran in its own alone.
    const busy = await connection.ask<{ span: string }>(
      `WITH candidate AS (SELECT ifNull(i.version, '') AS version_name, i.trace_id AS trace, i.span_id AS span,
          i.start_ns AS start, i.start_ns + i.duration_ns AS end FROM invocation AS i ${conditions.where})
       SELECT DISTINCT cold.trace || cold.span AS span
       FROM (SELECT *, arrayJoin(range(${minuteOf('start')}, ${minuteOf(`least(end, start + ${LONGEST_NS})`)} + 1)) AS minute
             FROM candidate) AS other
       INNER JOIN (SELECT *, ${minuteOf('start')} AS minute FROM candidate
             WHERE trace IN ${idList(rows.map(({ trace }) => trace))}
             AND span IN ${idList(rows.map(({ span }) => span))}) AS cold
         ON cold.version_name = other.version_name AND cold.minute = other.minute
       WHERE other.start > cold.start - ${LONGEST_NS} AND other.start <= cold.start AND other.end > cold.start
         AND (other.trace, other.span) != (cold.trace, cold.span)`,
      conditions.values,
    );
    return new Set(busy.map(({ span }) => span));
  };

  return async ({ functionId, range, limit }) => {
    const conditions = new Conditions()
      .and('i.function_id = ? AND i.cold_start = 1', functionId)
      .happened('i.start_ns', range);
    const rows = await connection.ask<Row>(
      `SELECT i.trace_id AS trace, i.span_id AS span, i.start_ns AS start, i.version AS version_name,
         i.memory_mb AS memory, i.init_duration_ms AS init
       FROM invocation AS i ${conditions.where} ORDER BY i.start_ns DESC LIMIT ${checkedLimit(limit)}`,
      conditions.values,
    );
    const busy = await busyAmong(functionId, rows);
    return rows.map((row) => ({
      traceId: row.trace,
      spanId: row.span,
      startTime: nsToTimeMs(BigInt(row.start)),
      version: row.version_name,
      memoryMb: row.memory === null ? null : Number(row.memory),
      initDurationMs: row.init,
      isBusy: busy.has(row.trace + row.span),
    }));
  };
}
