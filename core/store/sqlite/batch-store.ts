import type Database from 'better-sqlite3';
import { isFaaslensError } from '../../errors';
import { batchSince } from '../../model/batch-since';
import type { PriceInvocation } from '../../model/invocation';
import type { Span } from '../../model/telemetry';
import type { DeletionCounts } from '../deletions';
import { environmentsOf, spansByTrace } from '../derive/arriving-batch';
import { createResourcePool } from '../derive/resource-pool';
import { storableLog } from '../derive/storable';
import type { WriteResult } from '../store';
import type { BlockStore } from './blocks/block-store';
import { createResourceTexts } from './blocks/resource-texts';
import type { Doomed } from './deletions/find-doomed';
import { removeDoomed } from './deletions/removal';
import { prepareTombstones } from './deletions/tombstones';
import { createDependencyTable } from './dependencies/dependency-table';
import { createDerivedRows, type DerivedChange } from './derived-rows';
import { createErrorWriter } from './errors/error-writer';
import type { TraceState } from './errors/failed-traces';
import { createExecutions } from './executions/executions';
import type { Joining } from './executions/joining';
import { createRecentInvocations } from './executions/recent-invocations';
import { createFunctionTable } from './function-table';
import { createInvocationTable } from './invocation-table';
import { newLogs } from './log-batch';
import type { PackedBatch } from './packed/pack-batch';
import { type UnpackedBatch, unpackBatch } from './packed/unpack-batch';
import { createPromotedFill } from './promoted/promoted-fill';
import { createPromotedWriter } from './promoted/promoted-writer';
import { createRollupTable } from './rollup-table';
import { createRowFacts } from './row-facts';
import { createStoredTraces } from './stored-traces';
import { createTextTable, type TextTable } from './text-table';
import { growTrace } from './trace-spans';
import { createTraceWriter } from './trace-writer';

export interface BatchStore {
  /**
   * Stores a batch in one transaction of its own; after an error nothing of it is stored. One that is no FaaslensError is of
   * this batch: another may be stored.
   */
  write(batch: PackedBatch): WriteResult;
  /** The same in two steps: what is answered stores it. Until then others may write. */
  unpack(batch: PackedBatch): () => WriteResult;
  /**
   * Makes invocations of executions that have waited long enough for a span, in a transaction of its own, if there are
   * any; answers whether there may be more.
   */
  settleOverdue(): boolean;
  /** Gives older invocations their values of promoted attributes, a step in a transaction; answers whether it did. */
  fillPromoted(): boolean;
  /** Deletes telemetry and all that was derived of it, in a transaction of its own. */
  remove(doomed: Doomed): DeletionCounts;
  /** To be called when numbers that it gave are gone. */
  forget(): void;
  /** `TextTable.doubt`. */
  doubtTexts: TextTable['doubt'];
  /** What is stored of a trace: its spans that count, by span id, and its rows. */
  spansOf(traceId: string): ReadonlyMap<string, Span>;
  stateOf(traceId: string, spans: ReadonlyMap<string, Span>): TraceState;
}

export interface BatchStoreParts {
  readonly blocks: BlockStore;
  readonly price: PriceInvocation;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** What starts before is refused, and what is stored of it counts as removed; left out: nothing. */
  readonly floorNs?: () => bigint;
  /** How many of the last invocations are found at once by their ids; as tests set it. */
  readonly recentInvocations?: number;
}

export function createBatchStore(
  db: Database.Database,
  { blocks, price, now, floorNs = () => 0n, recentInvocations }: BatchStoreParts,
): BatchStore {
  const texts = createTextTable(db);
  const recent = createRecentInvocations(db, now, recentInvocations);
  const invocations = createInvocationTable(db, texts, recent);
  const executions = createExecutions(db, invocations, recent, price, now);
  const dependencies = createDependencyTable(db);
  const traces = createTraceWriter(db, texts, invocations, price, dependencies.noOf);
  const rollups = createRollupTable(db);
  const intern = createResourcePool();
  const resourceOf = createResourceTexts();
  // Named here: blocks that are kept keep it, and one made for a batch would keep all of that batch.
  const sharedResource = (json: string) => intern(resourceOf(json));

  const stored = createStoredTraces(blocks, undefined, floorNs);
  const functions = createFunctionTable(db, createRowFacts(invocations, stored), now);
  const errors = createErrorWriter(db, blocks, (traceId) => traces.stateOf(traceId, stored.spansOf(traceId)));
  const tombstones = prepareTombstones(db, now);
  const promoted = createPromotedWriter(db);
  const rows = createDerivedRows({ traces, functions, rollups, promoted, errors, stored });
  const fill = createPromotedFill(db, stored.spansOf);

  const refresh = (): void => {
    if (blocks.refresh()) executions.forget();
  };

  /** What arriving spans change about their traces. */
  const grow = (arriving: readonly Span[], joining: Joining) => {
    const derived = new Map<string, DerivedChange>();
    const fresh: Span[] = [];
    let repeated = 0;
    let refused = 0;
    for (const [traceId, own] of spansByTrace(arriving, intern)) {
      const before = stored.spansOf(traceId);
      const grown = growTrace(before, own);
      repeated += grown.repeated;
      refused += grown.refused;
      if (grown.fresh.length === 0) continue;
      for (const span of grown.fresh) {
        fresh.push(span);
        joining.instances.noteSpan(span, before.get(span.spanId));
      }
      derived.set(traceId, rows.changeOf({ traceId, before, spans: grown.spans }, joining.saidOf));
    }
    return { derived, fresh, repeated, refused };
  };

  /** Adds the traces of which no new span came, but what a platform says. */
  const addJoined = (derived: Map<string, DerivedChange>, joining: Joining): void => {
    for (const traceId of joining.traces()) {
      if (derived.has(traceId)) continue;
      const spans = stored.spansOf(traceId);
      derived.set(traceId, rows.changeOf({ traceId, before: spans, spans }, joining.saidOf));
    }
  };

  const writeAll = db.transaction((received: UnpackedBatch, pieces: PackedBatch['pieces']): WriteResult => {
    refresh();
    const batch = tombstones.without(batchSince(floorNs(), received));
    const arrivingLogs = batch.logs
      .map((log) => storableLog(log, intern))
      .filter((log) => !tombstones.hasLog(log));
    const logs = newLogs(arrivingLogs, blocks);
    const joining = executions.join(logs, batch.metrics);
    const { derived, fresh, repeated, refused } = grow(batch.spans, joining);
    addJoined(derived, joining);
    executions.countSpans(fresh);
    traces.noteEnvironments(environmentsOf(batch, intern));
    const all = [...derived.values()];
    const changes = all.map(({ change }) => change);
    const rememberErrors = rows.write(all, logs, joining.settle(changes));
    const isAllNew = fresh.length === received.spans.length && logs.length === received.logs.length;
    if (isAllNew) blocks.appendEncoded(pieces, received.opened);
    else blocks.append({ spans: fresh, logs });
    rememberErrors();
    rows.deriveAnew(joining.instances.settle(changes), joining.saidOf);
    return {
      spansStored: batch.spans.length - repeated - refused,
      spansRepeated: repeated,
      spansRefused: refused,
      logsStored: logs.length,
      logsRepeated: batch.logs.length - logs.length,
      tooOld: received.spans.length - batch.spans.length + (received.logs.length - batch.logs.length),
    };
  });

  const settleOverdue = db.transaction((): boolean => {
    refresh();
    const joining = executions.joinOverdue();
    if (joining) rows.write([], [], joining.settle([]))();
    return executions.mayBeOverdue();
  });

  const remove = db.transaction((doomed: Doomed): DeletionCounts => {
    refresh();
    tombstones.expire();
    return removeDoomed(doomed, {
      ...{ blocks, spansOf: stored.spansOf, traces, invocations, errors, tombstones, store: rows.store },
      settle(changes, spans, logs) {
        const joining = executions.withdraw(spans, logs);
        rows.deriveAnew(joining.instances.settle(changes), joining.saidOf);
      },
    });
  });

  const fillPromoted = db.transaction((): void => {
    refresh();
    fill.step();
  });

  const forget = (): void => {
    texts.forget();
    dependencies.forget();
    rollups.forget();
    executions.forget();
  };
  const orRollBack = <Answer>(run: () => Answer): Answer => {
    try {
      return run();
    } catch (error) {
      blocks.rolledBack();
      stored.forget();
      forget();
      throw error;
    }
  };

  const unpack = (packed: PackedBatch): (() => WriteResult) => {
    const received = unpackBatch(packed, sharedResource);
    return () => {
      try {
        return orRollBack(() => writeAll.immediate(received, packed.pieces));
      } catch (error) {
        throw isFaaslensError(error) ? unreadable(error) : error;
      }
    };
  };

  return {
    forget,
    doubtTexts: texts.doubt,
    spansOf: stored.spansOf,
    stateOf: traces.stateOf,
    remove: (doomed) => orRollBack(() => remove.immediate(doomed)),
    write: (packed) => unpack(packed)(),
    unpack,
    settleOverdue: () => executions.mayBeOverdue() && orRollBack(() => settleOverdue.immediate()),
    fillPromoted() {
      const isDue = fill.isDue();
      if (isDue) orRollBack(() => fillPromoted.immediate());
      return isDue;
    },
  };
}

/** Of a block that cannot be read: the store stands, but what arrives for the traces in it cannot be joined with it. */
function unreadable(cause: Error): Error {
  return new Error(`What is stored of a trace cannot be read: ${cause.message}`, { cause });
}
