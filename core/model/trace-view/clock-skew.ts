import type { SpanKind } from '../telemetry';
import type { TimedSpan, Tree, TreeNode } from './tree';

interface ClockedSpan extends TimedSpan {
  /** Spans of one service are taken to be of one clock. */
  readonly service: string;
  readonly kind: SpanKind;
}

/** Clocks of one machine differ from another's by more than this when a child seems to begin before its parent. */
export const SKEW_MS = 1;

/**
 * By how many milliseconds a span must be moved so that no span begins before what called it in another service; spans
 * that stay are left out. A server within its client's time is put in the middle of it, because both ways of the network
 * take time; anything else begins with its parent. What lies below in the same service moves along. (The rule of
 * Jaeger's adjuster, but a span that merely ends too late stays: callers give up, consumers run after.)
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
