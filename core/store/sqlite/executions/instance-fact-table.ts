import { createHash } from 'node:crypto';
import type Database from 'better-sqlite3';
import { type InstanceFact, LONGEST_WINDOW_NS } from '../../../model/platform/instance-fact';
import { instanceFactFromText, instanceFactToText } from '../../derive/instance-fact-text';
import { instanceHash } from '../../derive/instance-hash';
import type { InvocationRecord } from '../invocation-record';

/** The invocation that a fact is about; `rank` as `rankOf` says. */
export interface Claim {
  readonly traceKey: Buffer;
  readonly spanKey: Buffer;
  readonly startNs: bigint;
  readonly rank: number;
}

export interface StoredFact {
  readonly key: Buffer;
  readonly fact: InstanceFact;
  readonly claim: Claim | null;
}

/** The table `instance_fact`: every fact, and the invocation that it completes. */
export interface InstanceFactTable {
  isEmpty(): boolean;
  /** Null when it is stored already. */
  add(fact: InstanceFact): StoredFact | null;
  get(key: Buffer): StoredFact | null;
  remove(key: Buffer): void;
  claim(key: Buffer, claim: Claim | null): void;
  /** The facts that are about this invocation. */
  claimedBy(traceKey: Buffer, spanKey: Buffer): readonly StoredFact[];
  /**
   * The facts that may be about this row of a function of this name rather than about what they are about now; some of
   * them may not.
   */
  near(functionName: string, record: InvocationRecord): readonly StoredFact[];
}

interface Row {
  readonly key: Buffer;
  readonly fact: string;
  readonly claim_trace_id: Buffer | null;
  readonly claim_span_id: Buffer | null;
  readonly claim_start_ns: bigint | null;
  readonly claim_rank: bigint | null;
}

interface Near {
  readonly functionName: string;
  readonly startNs: bigint;
  readonly instance: bigint | null;
  readonly isCold: number;
}

const SELECT = `SELECT key, fact, claim_trace_id, claim_span_id, claim_start_ns, claim_rank FROM instance_fact`;

export function createInstanceFactTable(db: Database.Database): InstanceFactTable {
  const any = db.prepare<[], number>('SELECT 1 FROM instance_fact LIMIT 1').pluck();
  const insert = db.prepare<[Buffer, string, bigint, bigint, number | null, string]>(
    `INSERT INTO instance_fact (key, function_name, from_ns, until_ns, instance, fact) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (key) DO NOTHING`,
  );
  const byKey = db.prepare<[Buffer], Row>(`${SELECT} WHERE key = ?`).safeIntegers();
  const remove = db.prepare<[Buffer]>('DELETE FROM instance_fact WHERE key = ?');
  const claim = db.prepare<[Buffer | null, Buffer | null, bigint | null, number | null, Buffer]>(
    `UPDATE instance_fact SET claim_trace_id = ?, claim_span_id = ?, claim_start_ns = ?, claim_rank = ?
     WHERE key = ?`,
  );
  const claimed = db
    .prepare<[Buffer, Buffer], Row>(`${SELECT} WHERE claim_trace_id = ? AND claim_span_id = ?`)
    .safeIntegers();
  const near = db
    .prepare<[Near], Row>(
      `${SELECT} WHERE function_name = @functionName AND until_ns BETWEEN @startNs AND @startNs + ${LONGEST_WINDOW_NS}
       AND from_ns <= @startNs AND CASE
         WHEN instance = @instance THEN claim_rank IS NULL OR claim_rank > 0 OR claim_start_ns >= @startNs
         ELSE @isCold AND (instance IS NULL OR @instance IS NULL)
           AND (claim_rank IS NULL OR claim_rank = 2 OR (claim_rank = 1 AND claim_start_ns >= @startNs)) END`,
    )
    .safeIntegers();

  return {
    isEmpty: () => any.get() === undefined,
    add(fact) {
      const key = keyOf(fact);
      const { origin, fromNs, untilNs } = fact;
      const { changes } = insert.run(
        key,
        origin.name,
        fromNs,
        untilNs,
        instanceHash(origin.instance),
        instanceFactToText(fact),
      );
      return changes === 0 ? null : { key, fact, claim: null };
    },
    get(key) {
      const row = byKey.get(key);
      return row ? fromRow(row) : null;
    },
    remove: (key) => {
      remove.run(key);
    },
    claim(key, to) {
      const { traceKey = null, spanKey = null, startNs = null, rank = null } = to ?? {};
      claim.run(traceKey, spanKey, startNs, rank, key);
    },
    claimedBy: (traceKey, spanKey) => claimed.all(traceKey, spanKey).map(fromRow),
    near(functionName, { start_ns: startNs, instance, cold_start, cold_by_init }) {
      const isCold = Number(cold_start === 1n && cold_by_init === null);
      return near.all({ functionName, startNs, instance, isCold }).map(fromRow);
    },
  };
}

/** Equal for what is said twice. */
export function keyOf(fact: InstanceFact): Buffer {
  return createHash('sha256').update(instanceFactToText(fact)).digest().subarray(0, 16);
}

function fromRow(row: Row): StoredFact {
  const { claim_trace_id: traceKey, claim_span_id: spanKey, claim_start_ns: startNs } = row;
  const claim =
    traceKey === null || spanKey === null || startNs === null
      ? null
      : { traceKey, spanKey, startNs, rank: Number(row.claim_rank) };
  return { key: row.key, fact: instanceFactFromText(row.fact), claim };
}
