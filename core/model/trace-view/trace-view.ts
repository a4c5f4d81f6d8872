import { formatPicoUsd, type PicoUsd } from '../money';
import type { TraceSpanView, TraceView } from '../views';
import { criticalPath } from './critical-path';
import { selfMs } from './self-time';
import { buildTree, type TimedSpan, type TreeNode } from './tree';

/** A span as the trace page needs it. */
export interface StoredSpan
  extends TimedSpan,
    Pick<
      TraceSpanView,
      'name' | 'kind' | 'service' | 'status' | 'statusMessage' | 'eventCount' | 'logCount'
    > {}

/** What the trace page needs of an invocation of the trace. */
export interface StoredInvocation {
  readonly spanId: string;
  readonly functionId: string;
  readonly invocationId: string | null;
  readonly coldStart: boolean | null;
  readonly cost: PicoUsd | null;
}

/** Clocks of one machine differ from another's by more than this when a child seems to begin before its parent. */
const SKEW_MS = 1;

/**
 * The trace as it is drawn. Spans that no function of the trace ran have no function; those below an invocation, of
 * the same service, have that invocation's. `spanCount`: how many spans are stored, more than given when cut.
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
}): Omit<TraceView, 'invocations'> {
  if (spans.length === 0) throw new RangeError('a trace has at least one span');
  const tree = buildTree(spans);
  const path = criticalPath(tree);
  const executions = new Map(invocations.map((invocation) => [invocation.spanId, invocation]));
  const running = whoRuns(tree.nodes, executions);
  const begin = spans.reduce((first, span) => Math.min(first, span.startTime), Number.POSITIVE_INFINITY);
  const end = spans.reduce((last, span) => Math.max(last, span.startTime + span.durationMs), begin);

  return {
    traceId,
    startTime: new Date(begin).toISOString(),
    durationMs: microseconds(end - begin),
    costUsd: totalUsd(invocations),
    truncated: spanCount > spans.length,
    warnings: warningsOf(tree, spans.length, spanCount),
    spans: tree.nodes.map((node): TraceSpanView => {
      const { span } = node;
      const execution = executions.get(span.spanId);
      const runner = running.get(node);
      return {
        spanId: span.spanId,
        parentSpanId: span.parentSpanId,
        name: span.name,
        kind: span.kind,
        service: span.service,
        functionId: runner?.functionId ?? null,
        invocationId: runner?.invocationId ?? null,
        startTime: new Date(span.startTime).toISOString(),
        offsetMs: microseconds(span.startTime - begin),
        durationMs: span.durationMs,
        selfMs: microseconds(selfMs(node)),
        status: span.status,
        statusMessage: span.statusMessage,
        isInvocation: execution !== undefined,
        coldStart: execution?.coldStart ?? null,
        onCriticalPath: path.has(span.spanId),
        costUsd: execution && execution.cost !== null ? formatPicoUsd(execution.cost) : null,
        eventCount: span.eventCount,
        logCount: span.logCount,
      };
    }),
  };
}

/** Each node's own invocation, else that of the parent when both are of one service. Parents come before children. */
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

function warningsOf(
  { nodes, orphans, cycles }: ReturnType<typeof buildTree<StoredSpan>>,
  shown: number,
  stored: number,
): readonly string[] {
  const early = nodes.filter(
    ({ span, parent }) => parent !== null && span.startTime < parent.span.startTime - SKEW_MS,
  ).length;
  const warnings: string[] = [];
  if (stored > shown) warnings.push(`only the first ${shown} of ${stored} spans are shown`);
  if (orphans > 0)
    warnings.push(
      `${count(orphans, 'span names', 'spans name')} a parent that has not arrived or is not traced`,
    );
  if (cycles > 0)
    warnings.push(`${count(cycles, 'cycle', 'cycles')} of parents cut open at the earliest span`);
  if (early > 0)
    warnings.push(
      `${count(early, 'span starts', 'spans start')} before its parent: the clocks of the senders differ`,
    );
  return warnings;
}

function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}

function totalUsd(invocations: readonly StoredInvocation[]): string | null {
  const costs = invocations.flatMap(({ cost }) => (cost === null ? [] : [cost]));
  return costs.length === 0 ? null : formatPicoUsd(costs.reduce((sum, cost) => sum + cost, 0n));
}

/** Rounded to whole microseconds, the resolution that is stored. */
function microseconds(milliseconds: number): number {
  return Math.round(milliseconds * 1000) / 1000;
}
