import type { TraceSpanView } from '@/core/model/views';

/** A span at its place in the tree. */
export interface OutlineNode {
  readonly span: TraceSpanView;
  /** 0 for a root or a span whose parent is not in the trace. */
  readonly depth: number;
  /** How many spans lie below. */
  readonly descendants: number;
  /** Where the parent is in the outline, or null. */
  readonly parent: number | null;
}

export interface SpanRow extends OutlineNode {
  /** Where the parent is among the rows that are shown, or null. */
  readonly parentRow: number | null;
  /** Whether what lies below is folded away. */
  readonly collapsed: boolean;
}

/**
 * The tree of the spans, which come in depth-first order; a parent that is missing, comes later or is the span itself
 * makes the span a root, so nothing can loop.
 */
export function outlineOf(spans: readonly TraceSpanView[]): readonly OutlineNode[] {
  const places = new Map<string, number>();
  const nodes = spans.map((span, index) => {
    const parent = (span.parentSpanId === null ? undefined : places.get(span.parentSpanId)) ?? null;
    // The first of two spans with one id keeps it.
    if (!places.has(span.spanId)) places.set(span.spanId, index);
    return { span, parent, depth: 0, descendants: 0 };
  });
  for (let index = nodes.length - 1; index >= 0; index--) {
    const node = nodes[index];
    const parent = node === undefined || node.parent === null ? undefined : nodes[node.parent];
    if (node && parent) parent.descendants += node.descendants + 1;
  }
  for (const node of nodes) {
    const parent = node.parent === null ? undefined : nodes[node.parent];
    if (parent) node.depth = parent.depth + 1;
  }
  return nodes;
}

/** The spans for which `isWanted` holds, and all above them, as places in the outline. */
export function withAncestors(
  nodes: readonly OutlineNode[],
  isWanted: (span: TraceSpanView) => boolean,
): ReadonlySet<number> {
  const kept = new Set<number>();
  nodes.forEach((node, index) => {
    if (!isWanted(node.span)) return;
    for (let at: number | null = index; at !== null && !kept.has(at); at = nodes[at]?.parent ?? null)
      kept.add(at);
  });
  return kept;
}

/** The rows that are shown: those of `kept` (null: all), but for what lies below a collapsed one. */
export function visibleRows(
  nodes: readonly OutlineNode[],
  isCollapsed: (node: OutlineNode) => boolean,
  kept: ReadonlySet<number> | null = null,
): readonly SpanRow[] {
  const rows: SpanRow[] = [];
  const hidden = new Uint8Array(nodes.length);
  const rowOf = new Int32Array(nodes.length);
  nodes.forEach((node, index) => {
    const { parent } = node;
    if (parent !== null && hidden[parent] === 1) {
      hidden[index] = 1;
      return;
    }
    const collapsed = node.descendants > 0 && isCollapsed(node);
    // What is below a collapsed row or below a row that is left out stays hidden with it.
    hidden[index] = collapsed ? 1 : 0;
    if (kept !== null && !kept.has(index)) {
      hidden[index] = 1;
      return;
    }
    rowOf[index] = rows.length;
    rows.push({ ...node, collapsed, parentRow: parent === null ? null : (rowOf[parent] ?? null) });
  });
  return rows;
}
