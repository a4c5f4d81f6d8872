import type { TraceSpanView } from '@/core/model/views';

export interface WaterfallRow {
  readonly span: TraceSpanView;
  /** 0 for a root or a span whose parent is not in the trace. */
  readonly depth: number;
  /** How many spans lie below, shown or not. */
  readonly descendants: number;
  /** Index of the parent among the rows, or null. */
  readonly parent: number | null;
}

/**
 * The rows that are shown when the spans in `collapsed` hide what lies below them. Takes the spans in depth-first
 * order; a parent that is missing, comes later or is the span itself makes the span a root, so nothing can loop.
 */
export function visibleRows(
  spans: readonly TraceSpanView[],
  collapsed: ReadonlySet<string>,
): readonly WaterfallRow[] {
  const place = new Map<string, number>();
  const nodes = spans.map((span, index) => {
    const parent = span.parentSpanId === null ? undefined : place.get(span.parentSpanId);
    // The first of two spans with one id keeps it.
    if (!place.has(span.spanId)) place.set(span.spanId, index);
    return { span, parent, depth: 0, descendants: 0, hidden: false, row: 0 };
  });
  for (let index = nodes.length - 1; index >= 0; index--) {
    const node = nodes[index];
    const parent = node?.parent === undefined ? undefined : nodes[node.parent];
    if (node && parent) parent.descendants += node.descendants + 1;
  }
  const rows: WaterfallRow[] = [];
  for (const node of nodes) {
    const parent = node.parent === undefined ? undefined : nodes[node.parent];
    if (parent) {
      node.depth = parent.depth + 1;
      node.hidden = parent.hidden || collapsed.has(parent.span.spanId);
    }
    if (node.hidden) continue;
    node.row = rows.length;
    const { span, depth, descendants } = node;
    rows.push({ span, depth, descendants, parent: parent?.row ?? null });
  }
  return rows;
}
