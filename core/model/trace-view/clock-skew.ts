import type { SpanKind } from '../telemetry';
import type { TimedSpan, Tree, TreeNode } from './tree';

interface ClockedSpan extends TimedSpan {
  /** Spans of the same service are assumed to share a clock. */
  readonly service: string;
  readonly kind: SpanKind;
}

/** Clocks are considered different when a child seems to begin more than this before its parent. */
export const SKEW_MS = 1;

/**
 * The milliseconds by which spans must be moved so that none begins before its caller in another service; spans that stay are
 * omitted. A server span that fits into its client's is centred in it, because the network takes time both ways; anything else
 * begins with its parent. Spans below it in the same service move along. (The rule of Jaeger's adjuster, except that a span that
 * merely ends too late stays: callers give up, consumers run afterwards.)
 */
export function clockSkew<Item extends ClockedSpan>({ nodes }: Tree<Item>): ReadonlyMap<string, number> {
  const moved = new Map<string, number>();
  for (const { span, parent } of nodes) {
    if (parent === null) continue;
    const parentMoved = moved.get(parent.span.spanId) ?? 0;
    const delta = parent.span.service === span.service ? parentMoved : skewOf(span, parent, parentMoved);
    if (delta !== 0) moved.set(span.spanId, delta);
  }
  return moved;
}

function skewOf<Item extends ClockedSpan>(
  span: Item,
  { span: caller }: TreeNode<Item>,
  callerMoved: number,
): number {
  const begin = caller.startTime + callerMoved;
  if (span.startTime >= begin - SKEW_MS) return 0;
  const spare = caller.durationMs - span.durationMs;
  const isCall = caller.kind === 'client' && span.kind === 'server';
  return begin + (isCall && spare > 0 ? spare / 2 : 0) - span.startTime;
}
