import { reportsError } from '../../../model/errors/from-span';
import { KEEP_WHOLE, type KeepPolicy, keepsAll } from '../../../model/keeping/policy';
import { thinSpan } from '../../../model/keeping/thin-span';
import type { Span } from '../../../model/telemetry';
import { earlier, msToNs } from '../../derive/times';
import { DAY_NS, judgeTrace, NEVER_NS, type Verdict } from '../../derive/verdict';
import type { Connection } from '../connection';
import { removeRows } from '../retention/remove-old';
import { thinnedVersion, toSpanRow } from '../span-row';
import { idList } from '../statement';
import type { StoredFacts, StoredSpan } from '../stored-facts';
import { type Looks, prepareLooks } from './looks';
import { readSlowFrom } from './slow-from';

/** Takes the details out of ordinary traces, some at a time. Several may do so at once. */
export interface Thinning {
  /** What is kept from now on; what was looked at by another policy is looked at again. */
  use(policy: KeepPolicy): void;
  /** Looks at some traces that are due; answers whether there were any. */
  step(): Promise<boolean>;
}

export interface ThinningParts {
  /** For what may take long. */
  readonly connection: Connection;
  readonly stored: Pick<StoredFacts, 'spansOf'>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** How long an insert that has begun may take to be seen. */
  readonly graceMs: number;
}

interface InvocationFacts {
  readonly trace: string;
  readonly function: string;
  readonly start: string;
  readonly duration: string;
  readonly isRemarkable: number;
}

interface LogFacts {
  readonly trace_id: string;
  readonly failed: number;
  /** When the first of the others was written that is not old; 0 for none. */
  readonly next: string;
}

export function createThinning({ connection, stored, now, graceMs }: ThinningParts): Thinning {
  let policy = KEEP_WHOLE;
  let looks: Looks | null = null;

  /** Log records that are older go, of ordinary traces and of none; null when none do. */
  const oldLogsNs = (nowNs: bigint): bigint | null =>
    policy.logDays === null ? null : nowNs - BigInt(policy.logDays) * DAY_NS;

  const judge = async (
    traceIds: readonly string[],
    nowNs: bigint,
    spans: ReadonlyMap<string, ReadonlyMap<string, StoredSpan>>,
    logs: ReadonlyMap<string, LogFacts>,
  ): Promise<ReadonlyMap<string, Verdict>> => {
    const rows = await connection.ask<InvocationFacts>(
      `SELECT i.trace_id AS trace, i.function_id AS function, i.start_ns AS start, i.duration_ns AS duration,
         toUInt8(i.outcome != 'ok' OR ifNull(i.cold_start, 0) = 1) AS isRemarkable
       FROM invocation AS i WHERE i.trace_id IN ${idList(traceIds)}`,
    );
    const limitOf = await limitsOf(rows);
    const isRemarkable = (row: InvocationFacts) => {
      const limit = limitOf(row);
      return row.isRemarkable === 1 || limit === null || Number(row.duration) > limit;
    };
    const remarkable = new Set(rows.filter(isRemarkable).map(({ trace }) => trace));
    return new Map(
      traceIds.map((traceId) => {
        const own = Array.from(spans.get(traceId)?.values() ?? [], ({ span }): Span => span);
        const isOrdinary = () =>
          !remarkable.has(traceId) && !own.some(reportsError) && logs.get(traceId)?.failed !== 1;
        return [traceId, judgeTrace(traceId, own, policy, nowNs, isOrdinary)];
      }),
    );
  };

  const limitsOf = async (rows: readonly InvocationFacts[]) => {
    const { slowMs } = policy;
    if (slowMs !== null) return () => slowMs * 1e6;
    const toStarted = (row: InvocationFacts) => ({ functionId: row.function, startNs: BigInt(row.start) });
    const slowFrom = await readSlowFrom(connection, rows.map(toStarted));
    return (row: InvocationFacts) => slowFrom(toStarted(row));
  };

  /** Takes out what goes of these traces; answers when which are to be looked at again, milliseconds since the epoch. */
  const look = async (traceIds: readonly string[], nowNs: bigint): Promise<ReadonlyMap<string, number>> => {
    const oldNs = oldLogsNs(nowNs);
    const [spans, logRows] = await Promise.all([
      stored.spansOf(traceIds),
      connection.ask<LogFacts>(
        `SELECT trace_id, max(may_be_error) AS failed,
           toString(minIf(time_ns, may_be_error = 0 AND time_ns > ${oldNs ?? 0n})) AS next
         FROM log FINAL WHERE trace_id IN ${idList(traceIds)} GROUP BY trace_id`,
      ),
    ]);
    const logs = new Map(logRows.map((row) => [row.trace_id, row]));
    const verdicts = await judge(traceIds, nowNs, spans, logs);
    const thin = traceIds.filter((traceId) => verdicts.get(traceId)?.isThin);
    const ordinary = traceIds.filter((traceId) => verdicts.get(traceId)?.isOrdinary);
    await connection.insert(
      'span',
      thin.flatMap((traceId) =>
        Array.from(spans.get(traceId)?.values() ?? []).flatMap(({ span, version }) => {
          const kept = thinSpan(span);
          return kept === span ? [] : [toSpanRow(kept, thinnedVersion(version))];
        }),
      ),
    );
    if (thin.length > 0)
      await removeRows(connection, 'log', `may_be_error = 0 AND trace_id IN ${idList(thin)}`);
    if (oldNs !== null && ordinary.length > 0)
      await removeRows(
        connection,
        'log',
        `may_be_error = 0 AND time_ns <= ${oldNs} AND trace_id IN ${idList(ordinary)}`,
      );
    const again = new Map<string, number>();
    for (const [traceId, { againNs, isOrdinary, isThin }] of verdicts) {
      const next = BigInt(logs.get(traceId)?.next ?? 0);
      const hasLogs = policy.logDays !== null && isOrdinary && !isThin && next > 0n;
      const logsNs = hasLogs ? next + BigInt(policy.logDays ?? 0) * DAY_NS : NEVER_NS;
      const ns = earlier(againNs, logsNs);
      if (ns < NEVER_NS) again.set(traceId, Number(ns / 1_000_000n) + 1);
    }
    return again;
  };

  return {
    use(wanted) {
      policy = wanted;
      looks = keepsAll(wanted) ? null : prepareLooks(connection, wanted, graceMs);
    },
    async step() {
      if (looks === null) return false;
      const nowNs = msToNs(now());
      await looks.enrol();
      const { traceIds, settle } = await looks.due(now());
      if (traceIds.length > 0) {
        await settle(await look(traceIds, nowNs));
        return true;
      }
      const oldNs = oldLogsNs(nowNs);
      if (oldNs !== null)
        await removeRows(connection, 'log', `trace_id = '' AND may_be_error = 0 AND time_ns <= ${oldNs}`);
      return false;
    },
  };
}
