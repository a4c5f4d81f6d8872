import { compare } from '../order';
import type { Span } from '../telemetry';
import type { ChildrenOf, OwnSpans } from './own-spans';

interface Interval {
  readonly from: number;
  readonly until: number;
}

interface Call extends Interval {
  readonly dependency: string;
}

const NO_WAITING: ReadonlyMap<string, number> = new Map();

/**
 * The nanoseconds of an invocation in which only calls to others were in progress, by dependency. Overlapping calls share
 * their common time evenly. The invocation's other spans count as work while none of their children runs; its own span does
 * not, because a handler that awaits looks the same as one that computes.
 */
export function waitingTime(root: Span, own: OwnSpans, children: ChildrenOf): ReadonlyMap<string, number> {
  if (own.calls.length === 0) return NO_WAITING;
  const handler = { from: 0, until: Number(root.endNs - root.startNs) };
  const clipped = ({ startNs, endNs }: Span): Interval => ({
    from: Math.max(handler.from, Number(startNs - root.startNs)),
    until: Math.min(handler.until, Number(endNs - root.startNs)),
  });
  const calls = own.calls.map(({ span, dependency }) => ({
    ...clipped(span),
    dependency: dependency.name,
  }));
  const work = own.inner.flatMap((span) =>
    withoutChildren(clipped(span), (children.get(span.spanId) ?? []).map(clipped)),
  );
  return sharesOf(calls, work);
}

/** The parts of an interval that no child covers. */
function withoutChildren(own: Interval, children: readonly Interval[]): Interval[] {
  if (children.length === 0) return own.until > own.from ? [own] : [];
  const left: Interval[] = [];
  let from = own.from;
  for (const child of children.toSorted((a, b) => a.from - b.from)) {
    if (child.from > from) left.push({ from, until: Math.min(child.from, own.until) });
    from = Math.max(from, child.until);
  }
  left.push({ from, until: own.until });
  return left.filter((part) => part.until > part.from);
}

/** One sweep over the ends of all intervals; ties are broken by more than time, so that the order of arrival has no effect. */
function sharesOf(calls: readonly Call[], work: readonly Interval[]): ReadonlyMap<string, number> {
  const open = calls
    .filter((call) => call.until > call.from)
    .sort((a, b) => a.from - b.from || a.until - b.until || compare(a.dependency, b.dependency));
  // Alternating starts and ends; a flat list of numbers, because this runs for every invocation.
  const moments: number[] = [];
  for (const { from, until } of open) moments.push(from, until);
  for (const { from, until } of work) moments.push(from, until);
  const inOrder = moments.map((_, index) => index).sort((a, b) => (moments[a] ?? 0) - (moments[b] ?? 0));

  const shares = new Map<string, number>();
  const since: number[] = [];
  let waiting = 0;
  let working = 0;
  /** The accumulated share of a call open from the start. */
  let share = 0;
  let last = 0;
  for (const index of inOrder) {
    const at = moments[index] ?? 0;
    const step = index % 2 === 0 ? 1 : -1;
    const place = index >> 1;
    const call = open[place];
    if (working === 0 && waiting > 0) share += (at - last) / waiting;
    last = at;
    if (call === undefined) {
      working += step;
      continue;
    }
    waiting += step;
    if (step === 1) since[place] = share;
    else {
      const own = share - (since[place] ?? share);
      shares.set(call.dependency, (shares.get(call.dependency) ?? 0) + own);
    }
  }
  for (const [dependency, ns] of shares) shares.set(dependency, Math.round(ns));
  return shares;
}
