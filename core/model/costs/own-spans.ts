import type { Span } from '../telemetry';
import { type Dependency, dependencyOf } from './dependency';

/** The children of spans, by the parent's id. */
export type ChildrenOf = ReadonlyMap<string, readonly Span[]>;

/** Groups the spans of a trace by their parents. */
export function childrenOf(spans: Iterable<Span>): ChildrenOf {
  const children = new Map<string, Span[]>();
  for (const span of spans) {
    if (span.parentSpanId === null) continue;
    const others = children.get(span.parentSpanId);
    if (others) others.push(span);
    else children.set(span.parentSpanId, [span]);
  }
  return children;
}

/** Whether the span is a call to something else, for which its function may wait. */
export function isOutgoing({ kind }: Span): boolean {
  return kind === 'client' || kind === 'producer';
}

/** A call made by an invocation: its outermost span, whose children describe the same call. */
export interface OwnCall {
  readonly span: Span;
  readonly dependency: Dependency;
}

/** The spans below an invocation's span that belong to it. */
export interface OwnSpans {
  readonly calls: readonly OwnCall[];
  /** Spans that are not calls. */
  readonly inner: readonly Span[];
}

const NOTHING: OwnSpans = { calls: [], inner: [] };

/**
 * The calls and other spans of an invocation, in no order. Spans for which `isForeign` holds, and everything below them, are
 * left out: other invocations, and what ran elsewhere.
 */
export function ownSpans(root: Span, children: ChildrenOf, isForeign: (span: Span) => boolean): OwnSpans {
  if (!children.has(root.spanId)) return NOTHING;
  const calls: OwnCall[] = [];
  const inner: Span[] = [];
  const seen = new Set([root.spanId]);
  const waiting = [root];
  for (let span = waiting.pop(); span; span = waiting.pop()) {
    for (const child of children.get(span.spanId) ?? []) {
      if (seen.has(child.spanId) || isForeign(child)) continue;
      seen.add(child.spanId);
      if (isOutgoing(child)) calls.push({ span: child, dependency: dependencyOf(child) });
      else {
        inner.push(child);
        waiting.push(child);
      }
    }
  }
  return { calls, inner };
}
