import type { Span } from '../telemetry';

/** A span's position in its trace: spans at or below it have positions from `first` to `last`. */
export interface Subtree {
  readonly first: number;
  readonly last: number;
}

export interface SpanTree {
  /** Undefined for a span that is not stored. */
  subtreeOf(spanId: string): Subtree | undefined;
  /** Returns a lookup of the nearest span that fits, starting with the span itself and going up; null if there is none. */
  nearest(fits: (spanId: string) => boolean): (spanId: string) => string | null;
}

/**
 * Numbers the spans of a trace (by id) from parents to children, in linear time. A span whose parent is not stored is a root.
 * A cycle of parents is cut above its smallest span id.
 */
export function spanTree(spans: ReadonlyMap<string, Span>): SpanTree {
  const parents = new Map<string, string | null>();
  for (const [id, { parentSpanId }] of spans) parents.set(id, parentSpanId);
  const children = new Map<string, string[]>();
  const roots: string[] = [];
  for (const [id, parent] of parents) {
    if (parent === null || parent === id || !parents.has(parent)) roots.push(id);
    else {
      const siblings = children.get(parent);
      if (siblings) siblings.push(id);
      else children.set(parent, [id]);
    }
  }

  const order: string[] = [];
  const places = new Map<string, { readonly first: number; last: number; readonly parent: number }>();
  const number = (root: string) => {
    const open: { readonly id: string; readonly parent: number }[] = [{ id: root, parent: -1 }];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (places.has(next.id)) continue;
      const first = order.length;
      places.set(next.id, { first, last: first, parent: next.parent });
      order.push(next.id);
      for (const id of children.get(next.id) ?? []) open.push({ id, parent: first });
    }
  };
  for (const root of roots) number(root);
  for (const id of parents.keys()) if (!places.has(id)) number(smallestInLoop(id, parents));
  for (let at = order.length - 1; at >= 0; at -= 1) {
    const place = places.get(order[at] ?? '');
    const parent = place && places.get(order[place.parent] ?? '');
    if (parent && place.last > parent.last) parent.last = place.last;
  }

  return {
    subtreeOf: (spanId) => places.get(spanId),
    nearest(fits) {
      const found: (string | null)[] = [];
      for (const id of order) found.push(fits(id) ? id : (found[places.get(id)?.parent ?? -1] ?? null));
      return (spanId) => found[places.get(spanId)?.first ?? -1] ?? null;
    },
  };
}

/** A span that reaches no root leads into a cycle; returns the cycle's smallest span id. */
function smallestInLoop(spanId: string, parents: ReadonlyMap<string, string | null>): string {
  const seen = new Set<string>();
  let id = spanId;
  for (; !seen.has(id); id = parents.get(id) ?? id) seen.add(id);
  let smallest = id;
  for (let other = parents.get(id) ?? id; other !== id; other = parents.get(other) ?? id) {
    if (other < smallest) smallest = other;
  }
  return smallest;
}
