import { dependencyOf } from '@/core/model/costs/dependency';
import { type Above, invocationsAbove } from '@/core/model/map/hops';
import type { FunctionLinksView, FunctionLinkView } from '@/core/model/map/map-views';
import { scaledUp, spread } from '@/core/model/map/spread';
import type { InvocationRow, TelemetryReader, Trace } from '@/core/store/store';
import { services } from '../door';
import { toRange } from '../inputs/fields';
import { functionLinksSchema } from '../inputs/map';
import { parseInput } from '../inputs/parse';

/** What is looked at: of the newest ones, as many as there is time for. */
const MOST_TRACES = 5000;
const MOST_READ = 300;
const BUDGET_MS = 400;
const READ_AT_ONCE = 20;
const MOST_SPANS = 1000;

interface Hop {
  readonly from: Above<InvocationRow>;
  readonly fromTrace: string;
  readonly to: InvocationRow;
  /** The trace that was looked at. */
  readonly seenIn: Trace;
}

/**
 * Which functions set off which, from traces that are spread evenly over a range: calls within a trace, and messages whose
 * spans link to the trace that sent them.
 */
export async function listFunctionLinks(input: {
  readonly from: string;
  readonly to: string;
  readonly environment?: string;
  readonly limit?: number;
}): Promise<FunctionLinksView> {
  const { reader, now } = await services();
  const { from, to, limit, ...query } = parseInput(functionLinksSchema, input);
  const range = toRange({ from, to }, now());
  const page = await reader.traces({ ...query, range, limit: MOST_TRACES });
  const all = page.items.length;
  const read = traceReader(reader);
  const hops: Hop[] = [];
  const until = now() + BUDGET_MS;
  let lookedAt = 0;
  const order = spread(page.items).slice(0, MOST_READ);
  while (lookedAt < order.length && (lookedAt === 0 || now() < until)) {
    const some = order.slice(lookedAt, lookedAt + READ_AT_ONCE);
    const found = await Promise.all(some.map(({ traceId }) => hopsOf(traceId, read)));
    hops.push(...found.flat());
    lookedAt += some.length;
  }
  const items = await counted(reader, hops, { lookedAt, all });
  return { items: items.slice(0, limit), traces: all, lookedAt, complete: page.nextCursor === null };
}

async function hopsOf(traceId: string, read: ReturnType<typeof traceReader>): Promise<readonly Hop[]> {
  const trace = await read(traceId);
  if (trace === null) return [];
  const linked = await Promise.all(
    trace.links.map(async ({ from: mine, to: other }): Promise<readonly Hop[]> => {
      const sender = await read(other.traceId);
      const ran = above(trace)(mine.spanId);
      const caller = sender && above(sender)(other.spanId);
      if (ran === null || caller === null) return [];
      return [{ from: caller, fromTrace: other.traceId, to: ran.invocation, seenIn: trace }];
    }),
  );
  return [...calls(trace), ...linked.flat()];
}

function traceReader(reader: TelemetryReader): (traceId: string) => Promise<Trace | null> {
  const asked = new Map<string, Promise<Trace | null>>();
  return (traceId) => {
    const known = asked.get(traceId) ?? reader.trace(traceId, MOST_SPANS);
    asked.set(traceId, known);
    return known;
  };
}

function above(trace: Trace): (spanId: string | null) => Above<InvocationRow> | null {
  return invocationsAbove(trace.spans, trace.invocations);
}

/** The invocations of a trace that ran below another one. */
function calls(trace: Trace): readonly Hop[] {
  const find = above(trace);
  const parents = new Map(trace.spans.map(({ spanId, parentSpanId }) => [spanId, parentSpanId]));
  return trace.invocations.flatMap((to) => {
    const from = find(parents.get(to.spanId) ?? null);
    return from === null ? [] : [{ from, fromTrace: trace.traceId, to, seenIn: trace }];
  });
}

/** One link for each pair of functions and what is between them, most often seen first. */
async function counted(
  reader: TelemetryReader,
  hops: readonly Hop[],
  size: { readonly lookedAt: number; readonly all: number },
): Promise<readonly FunctionLinkView[]> {
  const others = hops.filter(({ from, to }) => from.invocation.functionId !== to.functionId);
  const named = await Promise.all(
    others.map(async ({ from, fromTrace, to, seenIn }) => ({
      from: { id: from.invocation.functionId, name: from.invocation.functionName },
      to: { id: to.functionId, name: to.functionName },
      via: from.callSpanId === null ? null : await dependencyAt(reader, fromTrace, from.callSpanId),
      seenIn,
    })),
  );
  const links = groupedBy(named, ({ from, to, via }) => JSON.stringify([from.id, to.id, via]));
  return [...links.values()]
    .flatMap((seen) => {
      const [first] = seen;
      if (first === undefined) return [];
      const perTrace = groupedBy(seen, ({ seenIn }) => seenIn.traceId);
      const newest = seen.reduce((a, b) => (startOf(b.seenIn) > startOf(a.seenIn) ? b : a));
      const { count, standardError } = scaledUp(
        [...perTrace.values()].map(({ length }) => length),
        size,
      );
      const { from, to, via } = first;
      return [{ from, to, via, seen: count, standardError, exampleTraceId: newest.seenIn.traceId }];
    })
    .sort((a, b) => b.seen - a.seen);
}

function groupedBy<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item)) ?? [];
    group.push(item);
    groups.set(keyOf(item), group);
  }
  return groups;
}

function startOf({ spans }: Trace): number {
  return spans[0]?.startTime ?? 0;
}

async function dependencyAt(
  reader: TelemetryReader,
  traceId: string,
  spanId: string,
): Promise<FunctionLinkView['via']> {
  const span = await reader.span(traceId, spanId);
  if (span === null) return null;
  const { name, kind } = dependencyOf(span);
  return name === '' ? null : { dependency: name, kind };
}
