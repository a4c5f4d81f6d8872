import type { OutlineNode } from '../grid/rows';

/** A span in the flame graph; lane 0 is at the top. */
export interface FlameBar {
  readonly node: OutlineNode;
  readonly lane: number;
}

export interface Flame {
  /** In the outline's order, so that a bar's place in it is the node's. */
  readonly bars: readonly FlameBar[];
  readonly lanes: number;
}

/**
 * Gives each span the highest lane below its parent's in which nothing else runs at the time: what runs beside its
 * siblings moves further down instead of covering them. Bars of one lane never overlap.
 */
export function flameOf(nodes: readonly OutlineNode[]): Flame {
  const turns = new Float64Array(nodes.length);
  nodes.forEach(({ parent, span }, index) => {
    // After the parent's turn, also where a clock that is behind makes a child begin before it.
    turns[index] = Math.max(span.offsetMs, parent === null ? span.offsetMs : (turns[parent] ?? 0));
  });
  const order = nodes
    .map((_, index) => index)
    .sort((one, other) => (turns[one] ?? 0) - (turns[other] ?? 0) || one - other);
  const laneOf = new Int32Array(nodes.length).fill(-1);
  const laneEnds: number[] = [];
  for (const index of order) {
    const node = nodes[index];
    if (node === undefined) continue;
    const above = node.parent === null ? -1 : (laneOf[node.parent] ?? -1);
    let lane = above + 1;
    while ((laneEnds[lane] ?? Number.NEGATIVE_INFINITY) > node.span.offsetMs) lane += 1;
    laneOf[index] = lane;
    laneEnds[lane] = node.span.offsetMs + node.span.durationMs;
  }
  return { bars: nodes.map((node, index) => ({ node, lane: laneOf[index] ?? 0 })), lanes: laneEnds.length };
}
