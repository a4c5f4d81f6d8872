import type Database from 'better-sqlite3';
import type { PriceInvocation } from '../../../model/invocation';
import type { PlatformExecution } from '../../../model/platform/execution';
import { factsOfSpan } from '../../../model/platform/facts-of-span';
import { type InstanceFact, instanceFactsOf } from '../../../model/platform/instance-fact';
import { orphanAfterNs } from '../../../model/platform/orphan-invocation';
import { countOfSpan } from '../../../model/platform/span-count';
import { usedCountOf } from '../../../model/platform/used-metric';
import type { LogRecord, MetricPoint, Span } from '../../../model/telemetry';
import { prepareBlockSearch } from '../blocks/block-search';
import { createInvocationIds } from '../invocation-ids';
import { prepareInvocationLookup } from '../invocation-lookup';
import type { InvocationTable } from '../invocation-table';
import { msToNs } from '../values';
import { type ArrivingFacts, factsIn } from './arriving-facts';
import { prepareInstanceCandidates } from './instance-candidates';
import { createInstanceFactTable } from './instance-fact-table';
import { InstanceJoining } from './instance-joining';
import { Joining } from './joining';
import { prepareKnownFunctions } from './known-function';
import { prepareOldRows } from './old-rows';
import { createOrphans } from './orphans';
import { createPendingTable } from './pending-table';
import { createPlatformCounts } from './platform-counts';
import type { RecentInvocations } from './recent-invocations';

/** What platforms say about executions, joined with the invocations that spans tell of, in any order. */
export interface Executions {
  /** The joining of one write transaction; `logs` are those that were not stored before. What `metrics` count is written at once. */
  join(logs: readonly LogRecord[], metrics?: readonly MetricPoint[]): Joining;
  /**
   * The joining of a transaction that removes these spans and records: what they said of instances goes with them, and of
   * executions that wait for a span. What they said of an invocation is part of it.
   */
  withdraw(spans: readonly Span[], logs: readonly LogRecord[]): Joining;
  /** Counts what the senders of these spans, not stored before, number themselves. */
  countSpans(spans: readonly Span[]): void;
  /**
   * The joining that turns executions into invocations of their own that have waited long enough for a span; null when
   * there is none at the moment. To be called in a write transaction.
   */
  joinOverdue(): Joining | null;
  /** Whether `joinOverdue` may find something. */
  mayBeOverdue(): boolean;
  /** To be called after a rollback, and when another connection wrote. */
  forget(): void;
}

/** By receipt: spans come through batching exporters, retries and queues. */
const WAIT_MS = 15 * 60_000;
/** What waits is in memory: of more, the oldest wait no longer. */
const MOST_PENDING = 20_000;
/** How many executions become invocations in one transaction, and how often it is looked for them. */
const MOST_AT_ONCE = 500;
const LOOK_EVERY_MS = 1_000;

type Overdue = ReadonlyMap<string, (execution: PlatformExecution) => boolean>;

/** `now`: milliseconds since the epoch. */
export function createExecutions(
  db: Database.Database,
  invocations: InvocationTable,
  recent: RecentInvocations,
  price: PriceInvocation,
  now: () => number,
): Executions {
  const pending = createPendingTable(db);
  const known = prepareKnownFunctions(db);
  const orphans = createOrphans(known, price);
  const lookup = prepareInvocationLookup(db);
  const oldRows = prepareOldRows(db, recent, createInvocationIds(prepareBlockSearch(db), lookup));
  const anyReported = db
    .prepare<[], number>(
      `SELECT 1 FROM rollup WHERE scope IN (SELECT 'env:' || name FROM environment) AND step_seconds = 86400
       AND reported > 0 LIMIT 1`,
    )
    .pluck();
  /** Whether there ever were facts: without them, nothing has to be looked for. */
  let isUsed: boolean | null = null;
  let lookedMs = Number.NEGATIVE_INFINITY;

  const counts = createPlatformCounts(db);
  const table = createInstanceFactTable(db);
  /** Whether there ever were facts of instances. */
  let hasInstanceFacts: boolean | null = null;
  const instanceParts = {
    table,
    candidates: prepareInstanceCandidates(db, known),
    known,
    isUsed() {
      hasInstanceFacts ??= !table.isEmpty();
      return hasInstanceFacts;
    },
    use() {
      hasInstanceFacts = true;
    },
  };

  const joining = ({ executions, instances }: ArrivingFacts, overdue: Overdue) => {
    isUsed ??= executions.size > 0 || pending.size > 0 || anyReported.get() === 1;
    isUsed ||= executions.size > 0;
    const parts = {
      pending,
      invocations,
      oldRows,
      orphans,
      known,
      instances: new InstanceJoining(instanceParts, instances),
    };
    return new Joining(parts, executions, overdue, isUsed, now());
  };

  const overdueAt = (nowMs: number): Map<string, (execution: PlatformExecution) => boolean> => {
    const nowNs = msToNs(nowMs);
    const isDue = (execution: PlatformExecution) => orphanAfterNs(execution) <= nowNs;
    const ids = new Map<string, (execution: PlatformExecution) => boolean>();
    let tooMany = pending.size - MOST_PENDING;
    for (const [requestId, { executions, receivedMs }] of pending.oldest()) {
      if (ids.size >= MOST_AT_ONCE || (tooMany <= 0 && receivedMs + WAIT_MS > nowMs)) break;
      if (tooMany > 0) ids.set(requestId, always);
      else if (executions.some(isDue)) ids.set(requestId, isDue);
      tooMany -= 1;
    }
    return ids;
  };

  return {
    join(logs, metrics = []) {
      const counted = metrics.map(usedCountOf).filter((count) => count !== null);
      if (counted.length > 0) counts.write(counted);
      return joining(factsIn(logs, metrics), NONE);
    },
    withdraw(spans, logs) {
      const said = factsIn(logs, []);
      for (const requestId of said.executions.keys()) pending.set(requestId, [], 0);
      const joined = joining(factsIn([], []), NONE);
      joined.instances.forget([...said.instances, ...spans.flatMap(toldBy)]);
      return joined;
    },
    countSpans(spans) {
      const counted = spans.map(countOfSpan).filter((count) => count !== null);
      if (counted.length > 0) counts.write(counted);
    },
    mayBeOverdue: () =>
      pending.size > MOST_PENDING || (pending.size > 0 && now() >= lookedMs + LOOK_EVERY_MS),
    joinOverdue() {
      const nowMs = now();
      const ids = overdueAt(nowMs);
      // When there were many, there may be more.
      lookedMs = ids.size >= MOST_AT_ONCE ? Number.NEGATIVE_INFINITY : nowMs;
      return ids.size === 0 ? null : joining(factsIn([], []), ids);
    },
    forget() {
      pending.forget();
      recent.forget();
      isUsed = null;
      hasInstanceFacts = null;
    },
  };
}

const NONE: Overdue = new Map();

function toldBy(span: Span): readonly InstanceFact[] {
  return factsOfSpan(span).flatMap((fact) => instanceFactsOf(fact, span));
}

function always(): boolean {
  return true;
}
