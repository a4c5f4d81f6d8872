import type { FunctionIdentity, UnpricedInvocation } from '../../../model/invocation';
import { executionFor } from '../../../model/platform/complete-invocation';
import { mergeFacts, type PlatformExecution } from '../../../model/platform/execution';
import type { PricedInvocation, Said } from '../../derive/trace-invocations';
import { equalRecords, type InvocationRecord } from '../invocation-record';
import type { InvocationTable, StoredRecord } from '../invocation-table';
import type { TraceChange } from '../trace-change';
import { fromExecutionColumns } from './execution-columns';
import type { InstanceJoining } from './instance-joining';
import type { KnownFunctions } from './known-function';
import type { ExecutionPlace, OldRows } from './old-rows';
import type { OrphanChange } from './orphan-change';
import type { Orphan, OrphanOf } from './orphans';
import type { PendingTable } from './pending-table';

export interface JoiningParts {
  readonly pending: PendingTable;
  readonly invocations: InvocationTable;
  readonly oldRows: OldRows;
  readonly orphans: OrphanOf;
  readonly known: KnownFunctions;
  readonly instances: InstanceJoining;
}

/** All that is known of one request id. */
interface Case {
  readonly rows: readonly StoredRecord[];
  readonly executions: readonly PlatformExecution[];
}

const NONE: readonly PlatformExecution[] = [];
/** A function that is seen for the first time takes over at most so many executions of each namesake. */
const MOST_MOVED = 1000;

/**
 * The joining of one write transaction. What a platform said about an execution is kept in one place at a time: with
 * the invocation that it belongs to, else with the invocation that was made of it, else among the pending ones. So the
 * union over these places is all that was ever said, and everything is derived from it anew, whatever came first.
 */
export class Joining {
  private readonly cases = new Map<string, Case>();

  /** Functions that this transaction stores for the first time with a span. */
  private coming: readonly FunctionIdentity[] = [];

  /** `overdue` says of request ids which of their executions wait no longer. */
  constructor(
    private readonly parts: JoiningParts,
    private readonly arriving: ReadonlyMap<string, readonly PlatformExecution[]>,
    private readonly overdue: ReadonlyMap<string, (execution: PlatformExecution) => boolean>,
    private readonly isUsed: boolean,
    private readonly nowMs: number,
  ) {}

  /** Ids of the stored traces with invocations that arriving facts are about. */
  traces(): ReadonlySet<string> {
    const traces = new Set<string>();
    for (const requestId of this.arriving.keys()) {
      for (const { record } of this.caseOf(requestId, null)?.rows ?? []) {
        if (record.source !== 'platform') traces.add(record.trace_id.toString('hex'));
      }
    }
    return traces;
  }

  /** The facts of instances in this transaction. */
  get instances(): InstanceJoining {
    return this.parts.instances;
  }

  /** What platforms said about the invocation. An invocation that has the answer is complete. */
  readonly saidOf = (invocation: UnpricedInvocation): Said => ({
    executions: this.executionsOf(invocation),
    claims: this.parts.instances.claimsOf(invocation),
  });

  /** What was said about executions with the invocation's id. */
  private readonly executionsOf = (invocation: UnpricedInvocation): readonly PlatformExecution[] => {
    if (!this.isUsed || invocation.invocationId === null) return NONE;
    return this.caseOf(invocation.invocationId, invocation)?.executions ?? NONE;
  };

  /**
   * What becomes of the executions that no invocation has, after the traces have changed: they are pending, or
   * invocations of their own, which give way when they are claimed.
   */
  settle(changes: readonly TraceChange[]): OrphanChange {
    const added: InvocationRecord[] = [];
    const removed: StoredRecord[] = [];
    const current: PricedInvocation[] = [];
    for (const requestId of this.overdue.keys()) this.caseOf(requestId, null);
    this.addMoved(changes);
    if (this.cases.size === 0) return { added, removed, current };
    const claims = claimsIn(changes);
    const changed = new Set(changes.map(({ traceKey }) => traceKey.toString('hex')));
    for (const [requestId, one] of this.cases) {
      const orphans = this.orphansOf(requestId, one, claims, changed);
      const stored = one.rows.filter(({ record }) => record.source === 'platform');
      const isSame = (a: InvocationRecord) => (b: InvocationRecord) => equalRecords(a, b);
      const before = stored.map(({ record }) => record);
      const after = orphans.map(({ record }) => record);
      removed.push(...stored.filter(({ record }) => !after.some(isSame(record))));
      added.push(...after.filter((record) => !before.some(isSame(record))));
      current.push(...orphans.map(({ priced }) => priced));
    }
    return { added, removed, current };
  }

  /** The executions that are invocations of their own now; all other unclaimed ones are put among the pending. */
  private orphansOf(
    requestId: string,
    { rows, executions }: Case,
    claims: ReadonlyMap<string, readonly PlatformExecution[]>,
    changed: ReadonlySet<string>,
  ): readonly Orphan[] {
    const claimed = new Set(claims.get(requestId));
    const orphaned: PlatformExecution[] = [];
    for (const { record } of rows) {
      const execution = fromExecutionColumns(record, requestId, record.start_ns);
      if (record.source === 'platform') {
        if (execution) orphaned.push(execution);
      } else if (!changed.has(record.trace_id.toString('hex'))) {
        const own = executionFor({ startNs: record.start_ns, durationNs: record.duration_ns }, executions);
        if (own) claimed.add(own);
      }
    }
    const isOverdue = this.overdue.get(requestId);
    const waits = (one: PlatformExecution) =>
      !isOverdue?.(one) && !orphaned.some((other) => contains(one, other));
    const free = executions.filter((one) => !claimed.has(one));
    const { pending } = this.parts;
    pending.set(requestId, free.filter(waits), pending.get(requestId)?.receivedMs ?? this.nowMs);
    return free.filter((one) => !waits(one)).map((one) => this.parts.orphans(one, this.coming));
  }

  private caseOf(
    requestId: string,
    invocation: UnpricedInvocation | null,
    row: readonly bigint[] = [],
  ): Case | undefined {
    const known = this.cases.get(requestId);
    if (known) return invocation ? this.widened(requestId, known, placeOfInvocation(invocation)) : known;
    const { pending, invocations, oldRows } = this.parts;
    const waiting = pending.get(requestId)?.executions ?? NONE;
    const said = this.arriving.get(requestId) ?? NONE;
    const places = [
      invocation && placeOfInvocation(invocation),
      placeOfExecutions(said.length > 0 ? said : waiting),
    ];
    const old = places.flatMap((place) => (place === null ? [] : oldRows(requestId, place)));
    const rows = invocations.ofInvocation(requestId, [...old, ...row]);
    if (rows.length === 0 && waiting.length === 0 && said.length === 0) return undefined;
    return this.addCase(requestId, [], rows, mergeFacts(waiting, said));
  }

  /** Retries have the same id and may lie so far apart that the rows of one are not found where another was. */
  private widened(requestId: string, known: Case, place: ExecutionPlace): Case {
    const { invocations, oldRows } = this.parts;
    const ids = new Set(known.rows.map(({ id }) => id));
    const rows = invocations.ofInvocation(requestId, oldRows(requestId, place));
    const more = rows.filter(({ id }) => !ids.has(id));
    return more.length === 0 ? known : this.addCase(requestId, known.rows, more, known.executions);
  }

  /** `said` comes from the earlier rows too; executions that no later row tells of stay the same objects. */
  private addCase(
    requestId: string,
    earlier: readonly StoredRecord[],
    rows: readonly StoredRecord[],
    said: readonly PlatformExecution[],
  ): Case {
    const executions = rows.reduce((all, { record }) => {
      const own = fromExecutionColumns(record, requestId, record.start_ns);
      return own ? mergeFacts(all, [own]) : all;
    }, said);
    const made = { rows: [...earlier, ...rows], executions };
    this.cases.set(requestId, made);
    return made;
  }

  /** A function that is seen with a span for the first time may be the one that executions without a span were of. */
  private addMoved(changes: readonly TraceChange[]): void {
    if (!this.isUsed) return;
    const functions = new Map<string, FunctionIdentity>();
    for (const { added, current } of changes) {
      if (added.length === 0) continue;
      for (const { invocation } of current) functions.set(invocation.function.id, invocation.function);
    }
    const { known, invocations } = this.parts;
    this.coming = [...functions.values()].filter(({ id }) => known.isNew(id));
    for (const identity of this.coming) {
      for (const no of known.namesakes(identity)) {
        for (const { id, record } of invocations.orphansOf(no, MOST_MOVED)) {
          if (record.invocation_id !== null) this.caseOf(record.invocation_id, null, [id]);
        }
      }
    }
  }
}

function claimsIn(changes: readonly TraceChange[]): Map<string, PlatformExecution[]> {
  const claims = new Map<string, PlatformExecution[]>();
  for (const { current } of changes) {
    for (const { execution } of current) {
      if (execution === null) continue;
      const others = claims.get(execution.requestId);
      if (others) others.push(execution);
      else claims.set(execution.requestId, [execution]);
    }
  }
  return claims;
}

function contains(a: PlatformExecution, b: PlatformExecution): boolean {
  return a.fromNs <= b.fromNs && a.toNs >= b.toNs;
}

function placeOfInvocation({ function: { name }, startNs, durationNs }: UnpricedInvocation): ExecutionPlace {
  return { functionName: name, fromNs: startNs, toNs: startNs + durationNs };
}

function placeOfExecutions(executions: readonly PlatformExecution[]): ExecutionPlace | null {
  const [first] = executions;
  const last = executions.at(-1);
  return first && last ? { functionName: first.origin.name, fromNs: first.fromNs, toNs: last.toNs } : null;
}
