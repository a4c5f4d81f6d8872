import { formatPicoUsd, type PicoUsd } from '../money';
import type { TraceSpanView, TraceView } from '../views';
import { clockSkew } from './clock-skew';
import { criticalPath } from './critical-path';
import { selfMs } from './self-time';
import { buildTree, type TimedSpan, type TreeNode } from './tree';
import { traceWarnings } from './warnings';

/** A span as the trace page needs it. */
export interface StoredSpan
  extends TimedSpan,
    Pick<
      TraceSpanView,
      'name' | 'kind' | 'service' | 'status' | 'statusMessage' | 'isInit' | 'eventCount' | 'logCount'
    > {
  /** Whether its attributes and events were removed; false if omitted. */
  readonly isThinned?: boolean;
}

/** What the trace page needs of an invocation of the trace. */
export interface StoredInvocation {
  readonly spanId: string;
  readonly functionId: string;
  readonly invocationId: string | null;
  readonly coldStart: boolean | null;
  readonly cost: PicoUsd | null;
}

/**
 * The trace as it is drawn. Spans not run by a function of the trace have no function; those below an invocation, in the same
 * service, have that invocation's. Where clocks differ, spans are moved (`clockSkew`). `spanCount`: the number of stored spans,
 * greater than that of `spans` if those were cut.
 * @throws RangeError without spans.
 */
export function buildTraceView({
  traceId,
  spans,
  spanCount,
  invocations,
}: {
  readonly traceId: string;
  readonly spans: readonly StoredSpan[];
  readonly spanCount: number;
  readonly invocations: readonly StoredInvocation[];
}): Omit<TraceView, 'invocations' | 'links'> {
  if (spans.length === 0) throw new RangeError('a trace has at least one span');
  const asSent = buildTree(spans);
  const moved = clockSkew(asSent);
  const tree = moved.size === 0 ? asSent : buildTree(spans.map((span) => movedBy(span, moved)));
  const path = criticalPath(tree);
  const executions = new Map(invocations.map((invocation) => [invocation.spanId, invocation]));
  const running = whoRuns(tree.nodes, executions);
  const begin = tree.nodes.reduce((first, { span }) => Math.min(first, span.startTime), Infinity);
  const end = tree.nodes.reduce((last, { span }) => Math.max(last, span.startTime + span.durationMs), begin);

  return {
    traceId,
    startTime: new Date(begin).toISOString(),
    durationMs: microseconds(end - begin),
    costUsd: totalUsd(invocations),
    truncated: spanCount > spans.length,
    warnings: traceWarnings({ tree, moved, stored: spanCount }),
    spans: tree.nodes.map((node): TraceSpanView => {
      const { span } = node;
      const execution = executions.get(span.spanId);
      const runner = running.get(node);
      const skewMs = moved.get(span.spanId) ?? 0;
      return {
        spanId: span.spanId,
        parentSpanId: span.parentSpanId,
        name: span.name,
        kind: span.kind,
        service: span.service,
        functionId: runner?.functionId ?? null,
        invocationId: runner?.invocationId ?? null,
        startTime: new Date(span.startTime - skewMs).toISOString(),
        offsetMs: microseconds(span.startTime - begin),
        skewMs: microseconds(skewMs),
        durationMs: span.durationMs,
        selfMs: microseconds(selfMs(node)),
        status: span.status,
        statusMessage: span.statusMessage,
        isInvocation: execution !== undefined,
        isInit: span.isInit,
        coldStart: execution?.coldStart ?? null,
        onCriticalPath: path.has(span.spanId),
        costUsd: execution && execution.cost !== null ? formatPicoUsd(execution.cost) : null,
        eventCount: span.eventCount,
        logCount: span.logCount,
      };
    }),
  };
}

function movedBy(span: StoredSpan, moved: ReadonlyMap<string, number>): StoredSpan {
  const delta = moved.get(span.spanId);
  return delta === undefined ? span : { ...span, startTime: span.startTime + delta };
}

/** Each node's own invocation, else its parent's if both are of the same service. Parents come before children. */
function whoRuns(
  nodes: readonly TreeNode<StoredSpan>[],
  executions: ReadonlyMap<string, StoredInvocation>,
): ReadonlyMap<TreeNode<StoredSpan>, StoredInvocation> {
  const running = new Map<TreeNode<StoredSpan>, StoredInvocation>();
  for (const node of nodes) {
    const parent = node.parent?.span.service === node.span.service ? node.parent : null;
    const runner = executions.get(node.span.spanId) ?? (parent && running.get(parent));
    if (runner) running.set(node, runner);
  }
  return running;
}

function totalUsd(invocations: readonly StoredInvocation[]): string | null {
  const costs = invocations.flatMap(({ cost }) => (cost === null ? [] : [cost]));
  return costs.length === 0 ? null : formatPicoUsd(costs.reduce((sum, cost) => sum + cost, 0n));
}

/** Rounded to whole microseconds, the stored resolution. */
function microseconds(milliseconds: number): number {
  return Math.round(milliseconds * 1000) / 1000;
}
