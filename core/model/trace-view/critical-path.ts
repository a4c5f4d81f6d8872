import type { TimedSpan, Tree, TreeNode } from './tree';

/**
 * The spans that determine the end of the trace: going back from the end, at each moment the span that ended last before the next
 * one began. A child that outlives its parent (a queue's consumer) is on the path together with the parent.
 */
export function criticalPath<Item extends TimedSpan>(tree: Tree<Item>): ReadonlySet<string> {
  const ends = subtreeEnds(tree);
  const endOf = (node: TreeNode<Item>) => ends.get(node) ?? 0;
  const path = new Set<string>();
  const open: (readonly TreeNode<Item>[])[] = [tree.nodes.filter((node) => node.parent === null)];
  for (let siblings = open.pop(); siblings; siblings = open.pop()) {
    let before = Number.POSITIVE_INFINITY;
    const latestFirst = [...siblings].sort(
      (one, other) => endOf(other) - endOf(one) || one.span.startTime - other.span.startTime,
    );
    for (const node of latestFirst) {
      if (endOf(node) > before) continue;
      path.add(node.span.spanId);
      before = node.span.startTime;
      open.push(node.children);
    }
  }
  return path;
}

/** The end of the last span at or below each node. */
function subtreeEnds<Item extends TimedSpan>({ nodes }: Tree<Item>): Map<TreeNode<Item>, number> {
  const ends = new Map<TreeNode<Item>, number>();
  for (let index = nodes.length - 1; index >= 0; index -= 1) {
    const node = nodes[index];
    if (!node) continue;
    let end = node.span.startTime + node.span.durationMs;
    for (const child of node.children) end = Math.max(end, ends.get(child) ?? 0);
    ends.set(node, end);
  }
  return ends;
}
