import type Database from 'better-sqlite3';
import type { InvocationIds } from '../invocation-ids';
import { nsToTimeMs, PLATFORM_CODE, toIdValue } from '../values';
import type { RecentInvocations } from './recent-invocations';

/** Where and when an execution was, as far as that is known. */
export interface ExecutionPlace {
  readonly functionName: string;
  readonly fromNs: bigint;
  readonly toNs: bigint;
}

/** Ids of rows with an invocation id that were not written lately; none when it is sure that there are none. */
export type OldRows = (invocationId: string, place: ExecutionPlace) => readonly bigint[];

/** A row is written after its execution ended, by clocks that may differ. */
const CLOCK_SLACK_MS = 5_000;
/** The longest execution, and how far facts and spans of one may lie apart. */
const BEFORE_NS = 15n * 60n * 1_000_000_000n;
const APART_NS = 20_000_000_000n;

export function prepareOldRows(
  db: Database.Database,
  recent: RecentInvocations,
  ids: InvocationIds,
): OldRows {
  const orphans = db
    .prepare<[string, bigint, bigint, Buffer | string | null], bigint>(
      `SELECT id FROM invocation WHERE source = ${PLATFORM_CODE}
         AND function_no IN (SELECT no FROM function WHERE environment IN (SELECT name FROM environment) AND name = ?)
         AND start_ns BETWEEN ? AND ? AND invocation_id = ?`,
    )
    .pluck()
    .safeIntegers();
  return (invocationId, { functionName, fromNs, toNs }) => {
    if (recent.covers(nsToTimeMs(toNs) - CLOCK_SLACK_MS)) return [];
    const [from, to] = [fromNs - BEFORE_NS - APART_NS, toNs + APART_NS];
    const range = { fromMs: nsToTimeMs(from), toMs: nsToTimeMs(to) + 1 };
    return [
      ...ids.ofInvocation(invocationId, range),
      ...orphans.all(functionName, from, to, toIdValue(invocationId)),
    ];
  };
}
