import { resourceFacts } from '../derive/resource-facts';
import type { PricedInvocation } from '../derive/trace-invocations';
import type { TraceSummary } from '../derive/trace-summary';
import type { DependencyNo } from './dependencies/dependency-table';
import { equalRecords, type InvocationRecord, toInvocationRecord } from './invocation-record';
import type { StoredRecord } from './invocation-table';
import type { GrownTrace } from './trace-spans';

/** What arriving spans, or facts about its executions, change about one trace: the difference between its rows and what its spans say now. */
export interface TraceChange {
  readonly traceKey: Buffer;
  /** The start under which its row is stored; null for a new trace. */
  readonly oldStartNs: bigint | null;
  /** Null for a trace that goes. */
  readonly summary: TraceSummary | null;
  /** All its invocations as they are now. */
  readonly current: readonly PricedInvocation[];
  /** Their records as they were and as they are now. */
  readonly before: readonly InvocationRecord[];
  readonly after: readonly InvocationRecord[];
  readonly added: readonly InvocationRecord[];
  readonly removed: readonly StoredRecord[];
}

/** Compares the rows of a trace's invocations with what they are now. */
export function invocationChanges(
  traceKey: Buffer,
  stored: readonly StoredRecord[],
  current: readonly PricedInvocation[],
  spans: GrownTrace['spans'],
  dependencyNo: DependencyNo,
): Pick<TraceChange, 'before' | 'after' | 'added' | 'removed'> {
  const after: InvocationRecord[] = [];
  for (const priced of current) {
    const span = spans.get(priced.invocation.spanId);
    if (!span) continue;
    const { origin } = resourceFacts(span.resource);
    after.push(toInvocationRecord(priced, traceKey, origin, dependencyNo));
  }
  const before = stored.map(({ record }) => record);
  if (before.length === 0) return { before, after, added: after, removed: stored };
  const old = new Map(before.map((record) => [record.span_id.toString('hex'), record]));
  const now = new Map(after.map((record) => [record.span_id.toString('hex'), record]));
  return {
    before,
    after,
    added: [...now].flatMap(([spanId, record]) => (isSame(old.get(spanId), record) ? [] : [record])),
    removed: stored.filter(({ record }) => !isSame(now.get(record.span_id.toString('hex')), record)),
  };
}

function isSame(a: InvocationRecord | undefined, b: InvocationRecord): boolean {
  return a !== undefined && equalRecords(a, b);
}
