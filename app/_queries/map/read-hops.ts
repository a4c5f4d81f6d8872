import type { Dependency } from '@/core/model/costs/dependency';
import { invocationsAbove } from '@/core/model/map/hops';
import { type Sample, spread } from '@/core/model/map/spread';
import type { TelemetryReader, Trace } from '@/core/store/store';

const MOST_SPANS = 1000;
/** Links followed per trace: one that drains a queue links to thousands. */
const MOST_SENDERS = 20;
const SENDERS_AT_ONCE = 5;

interface Named {
  readonly id: string;
  readonly name: string;
}

/** One function triggering another. */
export interface Hop {
  readonly from: Named;
  readonly to: Named;
  /** The target of the call between them; null if no span names it. */
  readonly via: Dependency | null;
  /** The trace that sent the message; null for a call within the trace. */
  readonly sender: string | null;
}

export interface TraceHops {
  readonly traceId: string;
  readonly startTime: number;
  readonly hops: readonly Hop[];
  /** The traces that sent what it received. */
  readonly senders: Sample;
}

/**
 * The hops of as many of the traces as time allows, in order, at least of the first one. They are read one at a time, so
 * that other queries need not wait, and each with at most 20 of the traces that it links to.
 */
export async function readHops(
  reader: Pick<TelemetryReader, 'trace'>,
  traceIds: readonly string[],
  isLate: () => boolean,
): Promise<readonly TraceHops[]> {
  const read = traceReader(reader);
  const found: TraceHops[] = [];
  for (const traceId of traceIds) {
    if (found.length > 0 && isLate()) break;
    found.push(await hopsOf(traceId, read, isLate));
  }
  return found;
}

type Read = (traceId: string) => Promise<Trace | null>;

function traceReader(reader: Pick<TelemetryReader, 'trace'>): Read {
  const asked = new Map<string, Promise<Trace | null>>();
  return (traceId) => {
    const known = asked.get(traceId) ?? reader.trace(traceId, MOST_SPANS);
    asked.set(traceId, known);
    return known;
  };
}

async function hopsOf(traceId: string, read: Read, isLate: () => boolean): Promise<TraceHops> {
  const trace = await read(traceId);
  if (trace === null) return { traceId, startTime: 0, hops: [], senders: { lookedAt: 0, all: 0 } };
  const all = [...new Set(trace.links.map(({ to }) => to.traceId))];
  const chosen = spread(all).slice(0, MOST_SENDERS);
  const hops = [...calls(trace)];
  let lookedAt = 0;
  while (lookedAt < chosen.length && (lookedAt === 0 || !isLate())) {
    const some = chosen.slice(lookedAt, lookedAt + SENDERS_AT_ONCE);
    const senders = await Promise.all(some.map(read));
    hops.push(...senders.flatMap((sender) => (sender === null ? [] : messages(sender, trace))));
    lookedAt += some.length;
  }
  return {
    traceId,
    startTime: trace.spans[0]?.startTime ?? 0,
    hops,
    senders: { lookedAt, all: all.length },
  };
}

/** The invocations of a trace that ran below another one. */
function calls(trace: Trace): readonly Hop[] {
  const find = invocationsAbove(trace.spans, trace.invocations);
  const parents = new Map(trace.spans.map(({ spanId, parentSpanId }) => [spanId, parentSpanId]));
  return trace.invocations.flatMap((to) => hop(find(parents.get(to.spanId) ?? null), to, null));
}

/** The invocations of a trace that received what another trace sent. */
function messages(sender: Trace, trace: Trace): readonly Hop[] {
  const sent = invocationsAbove(sender.spans, sender.invocations);
  const taken = invocationsAbove(trace.spans, trace.invocations);
  return trace.links
    .filter(({ to }) => to.traceId === sender.traceId)
    .flatMap(({ from, to }) => hop(sent(to.spanId), taken(from.spanId)?.invocation, sender.traceId));
}

type FoundAbove = ReturnType<
  ReturnType<typeof invocationsAbove<Trace['invocations'][number], Trace['spans'][number]>>
>;

/** Without links of a function to itself. */
function hop(
  from: FoundAbove,
  to: Trace['invocations'][number] | undefined,
  sender: string | null,
): readonly Hop[] {
  if (from === null || to === undefined || from.invocation.functionId === to.functionId) return [];
  return [
    {
      from: { id: from.invocation.functionId, name: from.invocation.functionName },
      to: { id: to.functionId, name: to.functionName },
      via: from.call?.callTo ?? null,
      sender,
    },
  ];
}
