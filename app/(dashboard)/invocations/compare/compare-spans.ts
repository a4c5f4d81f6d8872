import type { TraceSpanView } from '@/core/model/views';

/** Spans of one name and kind below an invocation, on both sides. */
export interface SpanComparison {
  readonly name: string;
  readonly kind: string;
  readonly a: SpanSums;
  readonly b: SpanSums;
}

export interface SpanSums {
  readonly count: number;
  readonly durationMs: number;
  /** Without what their children cover. */
  readonly selfMs: number;
}

const NONE: SpanSums = { count: 0, durationMs: 0, selfMs: 0 };

/** What both invocations did, by kind of span; what differs most in own time first. */
export function compareSpans(
  a: readonly TraceSpanView[],
  b: readonly TraceSpanView[],
): readonly SpanComparison[] {
  const found = new Map<string, { name: string; kind: string; a: SpanSums; b: SpanSums }>();
  for (const [side, spans] of [
    ['a', a],
    ['b', b],
  ] as const) {
    for (const { name, kind, durationMs, selfMs } of spans) {
      const key = `${kind} ${name}`;
      const row = found.get(key) ?? { name, kind, a: NONE, b: NONE };
      const { count, ...sums } = row[side];
      row[side] = {
        count: count + 1,
        durationMs: sums.durationMs + durationMs,
        selfMs: sums.selfMs + selfMs,
      };
      found.set(key, row);
    }
  }
  const gap = (row: SpanComparison) => Math.abs(row.a.selfMs - row.b.selfMs);
  return [...found.values()].sort((x, y) => gap(y) - gap(x) || (x.name < y.name ? -1 : 1));
}

/** The span and all below it, from spans of which each follows its parent. */
export function spansBelow(spans: readonly TraceSpanView[], spanId: string): readonly TraceSpanView[] {
  const inside = new Set([spanId]);
  return spans.filter((span) => {
    const isInside = inside.has(span.spanId) || (span.parentSpanId !== null && inside.has(span.parentSpanId));
    if (isInside) inside.add(span.spanId);
    return isInside;
  });
}
