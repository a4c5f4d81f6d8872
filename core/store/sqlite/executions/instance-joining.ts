import type { FunctionIdentity, UnpricedInvocation } from '../../../model/invocation';
import { factsOfSpan } from '../../../model/platform/facts-of-span';
import type { InstanceClaim } from '../../../model/platform/instance-claims';
import { type InstanceFact, instanceFactsOf } from '../../../model/platform/instance-fact';
import type { Span } from '../../../model/telemetry';
import type { InvocationRecord } from '../invocation-record';
import type { TraceChange } from '../trace-change';
import { hexBytes } from '../values';
import { type InstanceCandidates, isBetter } from './instance-candidates';
import { type Claim, type InstanceFactTable, keyOf, type StoredFact } from './instance-fact-table';
import type { KnownFunctions } from './known-function';

export interface InstanceParts {
  readonly table: InstanceFactTable;
  readonly candidates: InstanceCandidates;
  readonly known: KnownFunctions;
  /** Whether any fact is stored. */
  isUsed(): boolean;
  /** To be called when one is going to be. */
  use(): void;
}

const NO_CLAIMS: readonly InstanceClaim[] = [];
const NO_TRACES: ReadonlySet<string> = new Set();

/** What a fact was about, and is about now. */
interface Move {
  readonly before: Claim | null;
  now: Claim | null;
  readonly stored: StoredFact;
}

/**
 * The facts of instances in one write transaction. All are kept, and each is about the first invocation that fits it
 * best (`rankOf`); so which one follows from the rows alone, whatever came first. Rows do not depend on it in any field
 * by which they fit.
 */
export class InstanceJoining {
  private readonly gone: InstanceFact[] = [];

  constructor(
    private readonly parts: InstanceParts,
    private readonly arriving: InstanceFact[],
  ) {
    if (arriving.length > 0) parts.use();
  }

  /** The facts that are about the invocation, as far as they are stored. */
  claimsOf({ traceId, spanId }: UnpricedInvocation): readonly InstanceClaim[] {
    if (!this.parts.isUsed()) return NO_CLAIMS;
    const facts = this.parts.table.claimedBy(hexBytes(traceId), hexBytes(spanId));
    return facts.flatMap(({ fact, claim }) => (claim ? [{ fact, rank: claim.rank }] : []));
  }

  /** Takes the init that an arriving span reports in the place of what an earlier version of it did. */
  noteSpan(span: Span, before: Span | undefined): void {
    const facts = factsOfSpan(span);
    if (facts.length > 0) {
      this.arriving.push(...facts.flatMap((fact) => instanceFactsOf(fact, span)));
      this.parts.use();
    }
    if (before !== undefined) {
      this.gone.push(...factsOfSpan(before).flatMap((fact) => instanceFactsOf(fact, before)));
    }
  }

  /** Takes back facts of which nothing tells any more. */
  forget(facts: readonly InstanceFact[]): void {
    this.gone.push(...facts);
  }

  /**
   * To be called when the rows are written: stores what has arrived, finds out which invocations all facts are about now,
   * and answers the ids of the traces whose invocations must be derived anew.
   */
  settle(changes: readonly TraceChange[]): ReadonlySet<string> {
    if (!this.parts.isUsed()) return NO_TRACES;
    const { table, candidates } = this.parts;
    const traces = new Set<string>();
    const note = (claim: Claim | null) => {
      if (claim) traces.add(claim.traceKey.toString('hex'));
    };
    const moves = new Map<string, Move>();
    for (const fact of this.gone) {
      const stored = table.get(keyOf(fact));
      note(stored?.claim ?? null);
      if (stored) table.remove(stored.key);
    }
    for (const fact of this.arriving) {
      const stored = table.add(fact);
      if (stored) moves.set(nameOf(stored), { before: null, now: candidates.find(fact), stored });
    }
    for (const { removed } of changes) {
      for (const { record } of removed) {
        for (const stored of table.claimedBy(record.trace_id, record.span_id)) {
          moves.set(nameOf(stored), { before: stored.claim, now: candidates.find(stored.fact), stored });
        }
      }
    }
    const functions = new Map<string, FunctionIdentity | null>();
    for (const { added } of changes) {
      for (const record of added) {
        const { function_id: id } = record;
        const identity = functions.get(id) ?? this.parts.known.byId(id);
        functions.set(id, identity);
        if (identity) this.offer(record, identity, moves);
      }
    }
    for (const { before, now, stored } of moves.values()) {
      if (isSame(before, now)) continue;
      table.claim(stored.key, now);
      note(before);
      note(now);
    }
    return traces;
  }

  /** A row that was written may be what a fact is about rather than another one. */
  private offer(record: InvocationRecord, identity: FunctionIdentity, moves: Map<string, Move>): void {
    const { table, candidates } = this.parts;
    for (const stored of table.near(identity.name, record)) {
      const name = nameOf(stored);
      const move = moves.get(name) ?? { before: stored.claim, now: stored.claim, stored };
      const claim = candidates.claimOf(stored.fact, record, identity);
      if (claim && (move.now === null || isBetter(claim, move.now))) {
        move.now = claim;
        moves.set(name, move);
      }
    }
  }
}

function nameOf({ key }: StoredFact): string {
  return key.toString('latin1');
}

function isSame(a: Claim | null, b: Claim | null): boolean {
  if (a === null || b === null) return a === b;
  return (
    a.rank === b.rank &&
    a.startNs === b.startNs &&
    a.traceKey.equals(b.traceKey) &&
    a.spanKey.equals(b.spanKey)
  );
}
