import type Database from 'better-sqlite3';
import { isFaaslensError } from '../../errors';
import { batchSince } from '../../model/batch-since';
import type { PriceInvocation } from '../../model/invocation';
import type { LogRecord, Resource, Span, TelemetryBatch } from '../../model/telemetry';
import type { DeletionCounts } from '../deletions';
import { resourceFacts } from '../derive/resource-facts';
import { createResourcePool, type InternResource } from '../derive/resource-pool';
import { storableLog, storableSpan } from '../derive/storable';
import type { SaidOf } from '../derive/trace-invocations';
import type { WriteResult } from '../store';
import type { BlockStore } from './blocks/block-store';
import { createResourceTexts } from './blocks/resource-texts';
import type { Doomed } from './deletions/find-doomed';
import { removeDoomed } from './deletions/removal';
import { prepareTombstones } from './deletions/tombstones';
import { createDependencyTable } from './dependencies/dependency-table';
import { createErrorWriter } from './errors/error-writer';
import type { ChangedTrace, TraceState } from './errors/failed-traces';
import { createExecutions } from './executions/executions';
import { NO_ORPHANS, type OrphanChange } from './executions/orphan-change';
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
import { createStoredTraces, NO_SPANS } from './stored-traces';
import { createTextTable, type TextTable } from './text-table';
import type { TraceChange } from './trace-change';
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

/** What a batch changes about the rows that are derived from traces, in the same order. */
interface Derived {
  readonly changes: TraceChange[];
  readonly traces: ChangedTrace[];
}

/** `now`: milliseconds since the epoch. */
export function createBatchStore(
  db: Database.Database,
  blocks: BlockStore,
  price: PriceInvocation,
  now: () => number,
  /** How many of the last invocations are found at once by their ids; as tests set it. */
  recentInvocations?: number,
  /** What starts before is refused, and what is stored of it counts as removed. */
  floorNs: () => bigint = () => 0n,
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
  const fill = createPromotedFill(db, stored.spansOf);

  const refresh = (): void => {
    if (blocks.refresh()) executions.forget();
  };
  const store = (changes: readonly TraceChange[], orphans: OrphanChange): void => {
    const counted = [...changes, orphans].map(({ current, added, removed }) => ({
      current,
      added,
      removed: removed.map(({ record }) => record),
    }));
    functions.refresh(counted, (numbers) => traces.write(changes, orphans, numbers));
    rollups.apply(counted);
  };

  /** Adds what has to change of the rows of a trace that had, and has now, these spans. */
  const derive = (
    derived: Derived,
    traceId: string,
    before: ReadonlyMap<string, Span>,
    spans: ReadonlyMap<string, Span>,
    saidOf: SaidOf,
  ): void => {
    const change = traces.changeOf(traceId, before, { spans }, saidOf);
    derived.changes.push(change);
    derived.traces.push({
      traceId,
      before: before === NO_SPANS ? null : { spans: before, invocations: change.before },
      after: { spans, invocations: change.after },
    });
  };

  /** Writes all rows that are derived; answers what is to be called when spans and log records are stored too. */
  const writeDerived = (
    { changes, traces }: Derived,
    logs: readonly LogRecord[],
    orphans: OrphanChange,
  ): (() => void) => {
    store(changes, orphans);
    promoted.write(changes, traces);
    return errors.apply({ traces, logs, orphans });
  };

  /** Of traces whose spans are all stored, after everything else was written. */
  const deriveAnew = (traceIds: ReadonlySet<string>, saidOf: SaidOf): void => {
    if (traceIds.size === 0) return;
    const derived: Derived = { changes: [], traces: [] };
    for (const traceId of traceIds) {
      const spans = stored.spansOf(traceId);
      if (spans.size > 0) derive(derived, traceId, spans, spans, saidOf);
    }
    writeDerived(derived, [], NO_ORPHANS)();
  };

  const writeAll = db.transaction((received: UnpackedBatch, pieces: PackedBatch['pieces']): WriteResult => {
    refresh();
    const batch = tombstones.without(batchSince(floorNs(), received));
    const arrivingLogs = batch.logs
      .map((log) => storableLog(log, intern))
      .filter((log) => !tombstones.hasLog(log));
    const logs = newLogs(arrivingLogs, blocks);
    const joining = executions.join(logs, batch.metrics);
    const derived: Derived = { changes: [], traces: [] };
    const spans: Span[] = [];
    let spansRepeated = 0;
    let spansRefused = 0;
    const grownTraces = new Set<string>();
    for (const [traceId, arriving] of byTrace(batch.spans, intern)) {
      const before = stored.spansOf(traceId);
      const grown = growTrace(before, arriving);
      spansRepeated += grown.repeated;
      spansRefused += grown.refused;
      if (grown.fresh.length === 0) continue;
      for (const span of grown.fresh) {
        spans.push(span);
        joining.instances.noteSpan(span, before.get(span.spanId));
      }
      derive(derived, traceId, before, grown.spans, joining.saidOf);
      grownTraces.add(traceId);
    }
    for (const traceId of joining.traces()) {
      if (grownTraces.has(traceId)) continue;
      const spans = stored.spansOf(traceId);
      derive(derived, traceId, spans, spans, joining.saidOf);
    }
    executions.countSpans(spans);
    traces.noteEnvironments(environmentsOf(batch, intern));
    const rememberErrors = writeDerived(derived, logs, joining.settle(derived.changes));
    const isAllNew = spans.length === received.spans.length && logs.length === received.logs.length;
    if (isAllNew) blocks.appendEncoded(pieces, received.opened);
    else blocks.append({ spans, logs });
    rememberErrors();
    deriveAnew(joining.instances.settle(derived.changes), joining.saidOf);
    return {
      spansStored: batch.spans.length - spansRepeated - spansRefused,
      spansRepeated,
      spansRefused,
      logsStored: logs.length,
      logsRepeated: batch.logs.length - logs.length,
      tooOld: received.spans.length - batch.spans.length + (received.logs.length - batch.logs.length),
    };
  });

  const settleOverdue = db.transaction((): boolean => {
    refresh();
    const joining = executions.joinOverdue();
    if (joining) writeDerived({ changes: [], traces: [] }, [], joining.settle([]))();
    return executions.mayBeOverdue();
  });

  const remove = db.transaction((doomed: Doomed): DeletionCounts => {
    refresh();
    tombstones.expire();
    return removeDoomed(doomed, {
      ...{ blocks, spansOf: stored.spansOf, traces, invocations, errors, tombstones, store },
      settle(changes) {
        const joining = executions.join([], []);
        deriveAnew(joining.instances.settle(changes), joining.saidOf);
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

/** The spans of each trace in their order, as they can be stored. */
function byTrace(spans: readonly Span[], intern: InternResource): Map<string, Span[]> {
  const traces = new Map<string, Span[]>();
  for (const received of spans) {
    const span = storableSpan(received, intern);
    const others = traces.get(span.traceId);
    if (others) others.push(span);
    else traces.set(span.traceId, [span]);
  }
  return traces;
}

/** Those of what is repeated too: which version of a span came first must not matter. */
function environmentsOf({ spans, logs }: TelemetryBatch, intern: InternResource): Set<string> {
  const environments = new Set<string>();
  let last: Resource | null = null;
  const note = ({ resource }: { readonly resource: Resource }) => {
    // Records of one resource come together.
    if (resource !== last) environments.add(resourceFacts(intern(resource)).environment);
    last = resource;
  };
  spans.forEach(note);
  logs.forEach(note);
  return environments;
}
