import { dependencyOf } from '@/core/model/costs/dependency';
import { type Above, invocationsAbove } from '@/core/model/map/hops';
import type { FunctionLinksView, FunctionLinkView } from '@/core/model/map/map-views';
import type { InvocationRow, TelemetryReader, Trace } from '@/core/store/store';
import { services } from '../door';
import { toRange } from '../inputs/fields';
import { functionLinksSchema } from '../inputs/map';
import { parseInput } from '../inputs/parse';

/** Each costs reading a trace. */
const MOST_TRACES = 40;
const MOST_SPANS = 1000;
const MOST_LINKED = 40;

interface Hop {
  readonly from: Above<InvocationRow>;
  readonly fromTrace: string;
  readonly to: InvocationRow;
}

/**
 * Which functions set off which, from the newest traces of a range: calls within a trace, and messages whose spans link
 * to the trace that sent them.
 */
export async function listFunctionLinks(input: {
  readonly from: string;
  readonly to: string;
  readonly environment?: string;
  readonly limit?: number;
}): Promise<FunctionLinksView> {
  const { reader, now } = await services();
  const { from, to, limit, ...query } = parseInput(functionLinksSchema, input);
  const page = await reader.traces({ ...query, range: toRange({ from, to }, now()), limit: MOST_TRACES });
  const read = traceReader(reader);
  const traces = (await Promise.all(page.items.map(({ traceId }) => read(traceId)))).filter(
    (trace) => trace !== null,
  );
  const links = traces.flatMap((trace) => trace.links).slice(0, MOST_LINKED);
  const sent = await Promise.all(links.map(({ to: other }) => read(other.traceId)));
  const hops = [
    ...traces.flatMap(calls),
    ...links.flatMap(({ from: mine, to: other }, index) => {
      const receiver = traces.find(({ traceId }) => traceId === mine.traceId);
      const sender = sent[index] ?? null;
      if (receiver === undefined || sender === null) return [];
      const ran = above(receiver)(mine.spanId);
      const caller = above(sender)(other.spanId);
      return ran === null || caller === null
        ? []
        : [{ from: caller, fromTrace: other.traceId, to: ran.invocation }];
    }),
  ];
  const items = await counted(reader, hops);
  return {
    items: items.slice(0, limit),
    traces: traces.length,
    complete: page.nextCursor === null,
  };
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
function calls(trace: Trace): Hop[] {
  const find = above(trace);
  const parents = new Map(trace.spans.map(({ spanId, parentSpanId }) => [spanId, parentSpanId]));
  return trace.invocations.flatMap((to) => {
    const from = find(parents.get(to.spanId) ?? null);
    return from === null ? [] : [{ from, fromTrace: trace.traceId, to }];
  });
}

/** One link for each pair of functions and what is between them, most often seen first. */
async function counted(reader: TelemetryReader, hops: readonly Hop[]): Promise<readonly FunctionLinkView[]> {
  const others = hops.filter(({ from, to }) => from.invocation.functionId !== to.functionId);
  const named = await Promise.all(
    others.map(async ({ from, fromTrace, to }) => ({
      from: { id: from.invocation.functionId, name: from.invocation.functionName },
      to: { id: to.functionId, name: to.functionName },
      via: from.callSpanId === null ? null : await dependencyAt(reader, fromTrace, from.callSpanId),
    })),
  );
  const links = new Map<string, FunctionLinkView>();
  for (const one of named) {
    const key = JSON.stringify([one.from.id, one.to.id, one.via]);
    links.set(key, { ...one, seen: (links.get(key)?.seen ?? 0) + 1 });
  }
  return [...links.values()].sort((a, b) => b.seen - a.seen);
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
