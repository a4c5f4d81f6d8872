import { buildTree, type TreeNode } from '@/core/model/trace-view/tree';
import type { TraceSpanView, TraceView } from '@/core/model/views';

/** A span with its times as they are drawn. */
export interface DrawnSpan {
  readonly spanId: string;
  readonly parentSpanId: string | null;
  readonly name: string;
  readonly service: string;
  readonly startTime: number;
  readonly durationMs: number;
}

const known = new WeakMap<TraceView, ReadonlyMap<string, TreeNode<DrawnSpan>>>();

/** The place of a span in its trace's tree, which is built once; undefined when the trace has no such span. */
export function nodeOf(trace: TraceView, spanId: string): TreeNode<DrawnSpan> | undefined {
  let nodes = known.get(trace);
  if (nodes === undefined) {
    const tree = buildTree(trace.spans.map(drawn));
    nodes = new Map(tree.nodes.map((node) => [node.span.spanId, node]));
    known.set(trace, nodes);
  }
  return nodes.get(spanId);
}

function drawn({ spanId, parentSpanId, name, service, offsetMs, durationMs }: TraceSpanView): DrawnSpan {
  return { spanId, parentSpanId, name, service, startTime: offsetMs, durationMs };
}
