/** What determines the shape of a trace; times in fractional milliseconds. */
export interface TimedSpan {
  readonly spanId: string;
  readonly parentSpanId: string | null;
  readonly startTime: number;
  readonly durationMs: number;
}

export interface TreeNode<Item extends TimedSpan> {
  readonly span: Item;
  /** Null for a root: a span without a parent, whose parent is missing, or at which a cycle was cut. */
  readonly parent: TreeNode<Item> | null;
  /** By start time. */
  readonly children: readonly TreeNode<Item>[];
}

export interface Tree<Item extends TimedSpan> {
  /** Every span once, depth first: roots and children by start time, then id. */
  readonly nodes: readonly TreeNode<Item>[];
  /** How many spans name a parent that is missing. */
  readonly orphans: number;
  /** How many cycles of parents were cut, each at its earliest span. */
  readonly cycles: number;
}

interface MutableNode<Item extends TimedSpan> extends TreeNode<Item> {
  parent: MutableNode<Item> | null;
  readonly children: MutableNode<Item>[];
}

/** Arranges spans, whatever their parents say, in a forest in which each occurs exactly once. */
export function buildTree<Item extends TimedSpan>(spans: readonly Item[]): Tree<Item> {
  const byId = new Map<string, MutableNode<Item>>();
  for (const span of spans) byId.set(span.spanId, { span, parent: null, children: [] });
  const ordered = [...byId.values()].sort(byStart);

  const roots: MutableNode<Item>[] = [];
  let orphans = 0;
  for (const node of ordered) {
    const { parentSpanId } = node.span;
    const parent = parentSpanId === null ? undefined : byId.get(parentSpanId);
    if (parent) {
      node.parent = parent;
      parent.children.push(node);
    } else {
      roots.push(node);
      if (parentSpanId !== null) orphans += 1;
    }
  }

  const reached = new Set<MutableNode<Item>>();
  const nodes: MutableNode<Item>[] = [];
  for (const root of roots) walk(root, nodes, reached);
  let cycles = 0;
  for (const node of ordered) {
    if (reached.has(node)) continue;
    const entry = earliestOfCycle(node);
    entry.parent?.children.splice(entry.parent.children.indexOf(entry), 1);
    entry.parent = null;
    cycles += 1;
    walk(entry, nodes, reached);
  }
  return { nodes, orphans, cycles };
}

function byStart<Item extends TimedSpan>(one: TreeNode<Item>, other: TreeNode<Item>): number {
  const difference = one.span.startTime - other.span.startTime;
  return difference !== 0 ? difference : one.span.spanId < other.span.spanId ? -1 : 1;
}

/** Not recursive: a trace may be as deep as it is long. */
function walk<Item extends TimedSpan>(
  root: MutableNode<Item>,
  nodes: MutableNode<Item>[],
  reached: Set<MutableNode<Item>>,
): void {
  const waiting = [root];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    nodes.push(node);
    reached.add(node);
    for (let index = node.children.length - 1; index >= 0; index -= 1) {
      const child = node.children[index];
      if (child) waiting.push(child);
    }
  }
}

/** From a span that no root reaches, follows parents into the cycle and returns the cycle's earliest span. */
function earliestOfCycle<Item extends TimedSpan>(from: MutableNode<Item>): MutableNode<Item> {
  const seen = new Set<MutableNode<Item>>();
  let inside = from;
  while (!seen.has(inside)) {
    seen.add(inside);
    inside = inside.parent ?? inside;
  }
  let earliest = inside;
  for (let node = inside.parent; node && node !== inside; node = node.parent)
    if (byStart(node, earliest) < 0) earliest = node;
  return earliest;
}
