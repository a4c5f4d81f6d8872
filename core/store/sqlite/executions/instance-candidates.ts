import type Database from 'better-sqlite3';
import type { FunctionIdentity } from '../../../model/invocation';
import { type InstanceFact, rankOf } from '../../../model/platform/instance-fact';
import { fits } from '../../derive/fitting-function';
import { instanceHash } from '../../derive/instance-hash';
import type { InvocationRecord } from '../invocation-record';
import { hexBytes, PLATFORM_CODE } from '../values';
import type { Claim } from './instance-fact-table';
import type { KnownFunctions } from './known-function';

/** Finds the invocations that facts of instances are about, among stored rows. */
export interface InstanceCandidates {
  /** The one that the fact is about, as `rankOf` says; null when none is stored. */
  find(fact: InstanceFact): Claim | null;
  /** The claim that this row of a function would have; null when the fact is not about it. */
  claimOf(fact: InstanceFact, record: InvocationRecord, identity: FunctionIdentity): Claim | null;
}

interface Row {
  readonly trace_id: Buffer;
  readonly span_id: Buffer;
  readonly start_ns: bigint;
}

type Parameters = [functionNo: number, fromNs: bigint, untilNs: bigint, endsByNs: bigint];

const MAX_INT64 = 2n ** 63n - 1n;
const IN_WINDOW = `function_no = ? AND start_ns BETWEEN ? AND ? AND start_ns + duration_ns <= ?
  AND source <> ${PLATFORM_CODE}`;
const FIRST = 'ORDER BY start_ns, trace_id, span_id LIMIT 1';
/** What says of itself that it was a cold start, and names no instance, or is asked by a fact that names none. */
const COLD = 'cold_start = 1 AND cold_by_init IS NULL AND (instance IS NULL OR ?)';

export function prepareInstanceCandidates(db: Database.Database, known: KnownFunctions): InstanceCandidates {
  const first = <Also extends unknown[]>(condition: string) =>
    db
      .prepare<[...Parameters, ...Also], Row>(
        `SELECT trace_id, span_id, start_ns FROM invocation WHERE ${IN_WINDOW} AND ${condition} ${FIRST}`,
      )
      .safeIntegers();
  const ofInstance = first<[number]>('instance = ?');
  const coldInTrace = first<[number, Buffer]>(`${COLD} AND trace_id = ?`);
  const cold = first<[number]>(COLD);

  return {
    find(fact) {
      const hash = instanceHash(fact.origin.instance);
      const isUnknown = Number(hash === null);
      const windows = known
        .fitting(fact.origin)
        .map(({ no }): Parameters => [no, fact.fromNs, fact.untilNs, fact.endsByNs ?? MAX_INT64]);
      const firstOf = (rank: number, find: (...window: Parameters) => Row | undefined): Claim | null => {
        let best: Claim | null = null;
        for (const window of windows) {
          const row = find(...window);
          const claim = row && claimOfRow(row, rank);
          if (claim && (best === null || isBetter(claim, best))) best = claim;
        }
        return best;
      };
      const own = hash === null ? null : firstOf(0, (...window) => ofInstance.get(...window, hash));
      if (own !== null || !fact.isFirst) return own;
      const { traceId } = fact;
      const inTrace =
        traceId === null
          ? null
          : firstOf(1, (...window) => coldInTrace.get(...window, isUnknown, hexBytes(traceId)));
      return inTrace ?? firstOf(2, (...window) => cold.get(...window, isUnknown));
    },

    claimOf(fact, record, identity) {
      if (record.source === 'platform' || !fits(identity, fact.origin)) return null;
      const hash = instanceHash(fact.origin.instance);
      const isUnknown = hash === null || record.instance === null;
      const rank = rankOf(fact, {
        traceId: record.trace_id.toString('hex'),
        startNs: record.start_ns,
        durationNs: record.duration_ns,
        coldStart:
          record.cold_start === null || record.cold_by_init !== null ? null : record.cold_start === 1n,
        isSameInstance: isUnknown ? null : hash === Number(record.instance),
      });
      return rank === null ? null : claimOfRow(record, rank);
    },
  };
}

function claimOfRow({ trace_id, span_id, start_ns }: Row, rank: number): Claim {
  return { traceKey: trace_id, spanKey: span_id, startNs: start_ns, rank };
}

/** Whether the first one is meant rather than the second. */
export function isBetter(a: Claim, b: Claim): boolean {
  if (a.rank !== b.rank) return a.rank < b.rank;
  if (a.startNs !== b.startNs) return a.startNs < b.startNs;
  return (a.traceKey.compare(b.traceKey) || a.spanKey.compare(b.spanKey)) < 0;
}
