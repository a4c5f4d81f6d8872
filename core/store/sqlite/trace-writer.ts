import type Database from 'better-sqlite3';
import type { PriceInvocation } from '../../model/invocation';
import type { Span } from '../../model/telemetry';
import { resourceFacts } from '../derive/resource-facts';
import { invocationsOf, type PricedInvocation, type SaidOf } from '../derive/trace-invocations';
import { startOfTrace, summariseTrace } from '../derive/trace-summary';
import type { DependencyNo } from './dependencies/dependency-table';
import { createEnvironmentTable } from './environment-table';
import type { TraceState } from './errors/failed-traces';
import type { OrphanChange } from './executions/orphan-change';
import type { FunctionNumbers } from './function-numbers';
import { createFunctionSetTable, membersText } from './function-set-table';
import type { InvocationTable } from './invocation-table';
import type { TextTable } from './text-table';
import { invocationChanges, type TraceChange } from './trace-change';
import type { GrownTrace } from './trace-spans';
import { createTraceTable, type InvokedByTrace } from './trace-table';
import { hexBytes } from './values';

/** The rows that are derived from traces: their summaries and their invocations. */
export interface TraceWriter {
  /**
   * What the rows of a trace lack now that it has grown, or that more is known of its invocations; `stored` are the spans
   * that it had before.
   */
  changeOf(
    traceId: string,
    stored: ReadonlyMap<string, Span>,
    grown: Pick<GrownTrace, 'spans'>,
    saidOf: SaidOf,
  ): TraceChange;
  /** What the rows of a trace lack when it goes; `stored` are its spans. */
  removalOf(traceId: string, stored: ReadonlyMap<string, Span>): TraceChange;
  /** What is stored of a trace; `spans` are its stored ones. */
  stateOf(traceId: string, spans: ReadonlyMap<string, Span>): TraceState;
  /** Makes the rows say what the changes say. */
  write(changes: readonly TraceChange[], orphans: OrphanChange, numbers: FunctionNumbers): void;
  /** Notes the environments that telemetry names. */
  noteEnvironments(names: Iterable<string>): void;
}

export function createTraceWriter(
  db: Database.Database,
  texts: TextTable,
  invocations: InvocationTable,
  price: PriceInvocation,
  dependencyNo: DependencyNo,
): TraceWriter {
  const environments = createEnvironmentTable(db);
  const functionSets = createFunctionSetTable(db);
  const traces = createTraceTable(db, texts);

  const storedInvocations = (
    traceKey: Buffer,
    startNs: bigint | null,
    spans: ReadonlyMap<string, Span>,
    withoutRow: number,
  ) => {
    const count = startNs === null ? 0 : (traces.invocationCount(startNs, traceKey) ?? withoutRow);
    return count === 0 ? [] : invocations.ofSpans(traceKey, spans.values(), count);
  };

  const writeRows = (
    { added, removed }: Pick<TraceChange, 'added' | 'removed'>,
    numbers: FunctionNumbers,
  ): void => {
    for (const { id } of removed) invocations.remove(id);
    for (const record of added) {
      const { function_id, origin } = record;
      invocations.insert(record, numbers.functionNo(function_id), numbers.originNo(function_id, origin));
    }
  };

  return {
    changeOf(traceId, stored, { spans }, saidOf) {
      const traceKey = hexBytes(traceId);
      const oldStartNs = startOfTrace(stored);
      // Without a row the trace began before what is kept: any of its spans may have one.
      const before = storedInvocations(traceKey, oldStartNs, stored, stored.size);
      const summary = summariseTrace(spans);
      if (summary === null) throw new Error('a trace that changed has no spans');
      const current = invocationsOf(spans, price, saidOf);
      return {
        traceKey,
        oldStartNs,
        summary,
        current,
        ...invocationChanges(traceKey, before, current, spans, dependencyNo),
      };
    },

    removalOf(traceId, stored) {
      const traceKey = hexBytes(traceId);
      const oldStartNs = startOfTrace(stored);
      const removed = storedInvocations(traceKey, oldStartNs, stored, stored.size);
      const before = removed.map(({ record }) => record);
      return { traceKey, oldStartNs, summary: null, current: [], before, after: [], added: [], removed };
    },

    stateOf(traceId, spans) {
      const records = storedInvocations(hexBytes(traceId), startOfTrace(spans), spans, 0);
      return { spans, invocations: records.map(({ record }) => record) };
    },

    write(changes, orphans, numbers) {
      const environmentId = remembered(environments.idOf);
      const setId = remembered(functionSets.idOf);
      writeRows(orphans, numbers);
      for (const change of changes) {
        const { traceKey, oldStartNs, summary, current } = change;
        writeRows(change, numbers);
        if (oldStartNs !== null && oldStartNs !== summary?.startNs) traces.remove(oldStartNs, traceKey);
        if (summary === null) continue;
        const { environment } = resourceFacts(summary.root.resource);
        const invoked = invokedBy(current, numbers, setId);
        traces.save(traceKey, summary, environmentId(environment), invoked);
      }
    },

    noteEnvironments(names) {
      for (const name of names) environments.idOf(name);
    },
  };
}

function invokedBy(
  current: readonly PricedInvocation[],
  { functionNo }: FunctionNumbers,
  setId: (members: string) => number,
): InvokedByTrace {
  if (current.length === 0) return NOTHING_INVOKED;
  const functions = new Set<number>();
  let cost: bigint | null = null;
  for (const { invocation, price } of current) {
    functions.add(functionNo(invocation.function.id));
    if (price.cost !== null) cost = (cost ?? 0n) + price.cost;
  }
  return { count: current.length, functionSetId: setId(membersText(functions)), cost };
}

const NOTHING_INVOKED: InvokedByTrace = { count: 0, functionSetId: null, cost: null };

/** Asks once for each name. */
function remembered(idOf: (name: string) => number): (name: string) => number {
  const known = new Map<string, number>();
  return (name) => {
    const id = known.get(name) ?? idOf(name);
    known.set(name, id);
    return id;
  };
}
