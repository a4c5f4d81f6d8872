import type { TimedSpan, TreeNode } from './tree';

interface NamedSpan extends TimedSpan {
  readonly name: string;
  readonly service: string;
}

/** How the time of a span was spent: on all spans below it with one name and service, or (`own`) on the span itself. */
export interface TimeShare {
  readonly name: string;
  readonly service: string;
  readonly own: boolean;
  readonly ms: number;
  /** The number of spans. */
  readonly count: number;
  /** The one that took the most time. */
  readonly spanId: string;
}

export interface TimeShares {
  /** Longest first; they add up to the span's duration. Empty for a span that took no time. */
  readonly shares: readonly TimeShare[];
  /** The innermost span below it that was still running when it ended, or null: what it waited for when it was cut off. */
  readonly atEnd: string | null;
}

/** Half a microsecond: rounding errors in sums of fractional milliseconds are smaller. */
const RESOLUTION_MS = 0.0005;

interface Segment<Item> {
  readonly span: Item;
  readonly ms: number;
}

/**
 * How the time of a span was spent, counting each moment once: going back from its end, to the span below that ended last before,
 * and so on down to the leaves; what no child covers is the parent's own.
 */
export function timeShares<Item extends NamedSpan>(root: TreeNode<Item>): TimeShares {
  const segments = segmentsOf(root);
  const shares = new Map<string, Mutable<TimeShare> & { longest: number; readonly spans: Set<string> }>();
  for (const { span, ms } of segments) {
    const own = span === root.span;
    const key = own ? '' : JSON.stringify([span.service, span.name]);
    const known = shares.get(key) ?? {
      name: span.name,
      service: span.service,
      own,
      ms: 0,
      count: 0,
      spanId: span.spanId,
      longest: 0,
      spans: new Set(),
    };
    known.ms += ms;
    known.spans.add(span.spanId);
    if (ms > known.longest) [known.longest, known.spanId] = [ms, span.spanId];
    shares.set(key, known);
  }
  const last = segments[0]?.span;
  return {
    shares: [...shares.values()]
      .map(({ longest: _, spans, ...share }) => ({ ...share, count: spans.size }))
      .sort((one, other) => other.ms - one.ms),
    atEnd: last === undefined || last === root.span ? null : last.spanId,
  };
}

type Mutable<Of> = { -readonly [Key in keyof Of]: Of[Key] };

/** The time of a span in segments, last one first. Not recursive: a trace may be as deep as it is long. */
function segmentsOf<Item extends TimedSpan>(root: TreeNode<Item>): readonly Segment<Item>[] {
  const segments: Segment<Item>[] = [];
  const begin = root.span.startTime;
  const open = [frameOf(root, begin, begin + root.span.durationMs)];
  for (let frame = open.at(-1); frame; frame = open.at(-1)) {
    const child = frame.children.pop();
    if (child === undefined) {
      if (frame.until - frame.from > RESOLUTION_MS)
        segments.push({ span: frame.node.span, ms: frame.until - frame.from });
      open.pop();
      continue;
    }
    const from = Math.max(frame.from, child.span.startTime);
    const until = Math.min(frame.until, child.span.startTime + child.span.durationMs);
    if (until <= from) continue;
    if (frame.until - until > RESOLUTION_MS)
      segments.push({ span: frame.node.span, ms: frame.until - until });
    frame.until = from;
    open.push(frameOf(child, from, until));
  }
  return segments;
}

/** A span with the part of its time, `from` to `until`, that is still to be assigned; children sorted by end, last at the end. */
function frameOf<Item extends TimedSpan>(node: TreeNode<Item>, from: number, until: number) {
  const endOf = ({ span }: TreeNode<Item>) => span.startTime + span.durationMs;
  const children = [...node.children].sort((one, other) => endOf(one) - endOf(other));
  return { node, from, until, children };
}
