import { DAY_MS, type TimeRange } from '@/core/model/time-range';
import type { RelatedView, TraceView } from '@/core/model/views';
import type { InvocationRow, TelemetryReader } from '@/core/store/store';
import { services } from './door';
import { toInvocationView } from './views/rows';

/** How many of these are queried further. */
const MOST_ATTEMPTED = 20;
const MOST_LINKED = 50;
const MOST_OF_A_TRACE = 10;
const MOST_ATTEMPTS = 50;
/** The longest time between hops of one request. */
const REACH_MS = 7 * DAY_MS;

type Tied = Omit<RelatedView, 'invocation'> & { readonly row: InvocationRow };

/**
 * The invocations of other traces that belong to the same request as this trace: other attempts at its first 20
 * invocations, the senders of its messages (its spans link there), and the receivers of its messages (their spans link here; at
 * most 50 links each way, within a week). Oldest first, each once.
 */
export async function listRelated(
  trace: Pick<TraceView, 'traceId' | 'startTime' | 'invocations' | 'links'>,
): Promise<readonly RelatedView[]> {
  const { reader } = await services();
  const begin = Date.parse(trace.startTime);
  const range = { fromMs: Math.max(0, begin - REACH_MS), toMs: begin + REACH_MS };
  const incoming = await reader.linksTo(trace.traceId, range, MOST_LINKED);
  const tied = await Promise.all([
    ...trace.invocations.slice(0, MOST_ATTEMPTED).map((one) => attemptsAt(reader, one, range)),
    ...eachOnce(trace.links.slice(0, MOST_LINKED).map(({ from, to }) => [to.traceId, from.spanId])).map(
      ([other, spanId]) => invocationsOf(reader, { relation: 'before', spanId }, other, range),
    ),
    ...eachOnce(incoming.map(({ from, to }) => [from.traceId, to.spanId])).map(([other, spanId]) =>
      invocationsOf(reader, { relation: 'after', spanId }, other, range),
    ),
  ]);
  const others = tied.flat().filter(({ row }) => row.traceId !== trace.traceId);
  const once = new Map(others.map((one) => [`${one.row.traceId}/${one.row.spanId}`, one]));
  return [...once.values()]
    .sort((one, other) => one.row.startTime - other.row.startTime)
    .map(({ row, ...tie }) => ({ ...tie, invocation: toInvocationView(row) }));
}

async function attemptsAt(
  reader: TelemetryReader,
  { spanId, requestKey }: TraceView['invocations'][number],
  range: TimeRange,
): Promise<readonly Tied[]> {
  if (requestKey === null) return [];
  const { items } = await reader.invocations({ requestKey, range, limit: MOST_ATTEMPTS });
  return items.map((row) => ({ relation: 'attempt', spanId, row }));
}

async function invocationsOf(
  reader: TelemetryReader,
  tie: Pick<Tied, 'relation' | 'spanId'>,
  traceId: string,
  range: TimeRange,
): Promise<readonly Tied[]> {
  const { items } = await reader.invocations({ traceId, range, limit: MOST_OF_A_TRACE });
  return items.map((row) => ({ ...tie, row }));
}

/** One pair for each first member. */
function eachOnce(pairs: readonly (readonly [string, string])[]): readonly (readonly [string, string])[] {
  return [...new Map(pairs)];
}
