import type { FunctionLinksView, FunctionLinkView } from '@/core/model/map/map-views';
import { type Estimate, type Sample, scaledUp, spread } from '@/core/model/map/spread';
import { services } from '../door';
import { toRange } from '../inputs/fields';
import { functionLinksSchema } from '../inputs/map';
import { parseInput } from '../inputs/parse';
import { type Hop, readHops, type TraceHops } from './read-hops';

/** How many traces are read: of the newest ones, as many as time allows. */
const MOST_TRACES = 5000;
const MOST_READ = 300;
const BUDGET_MS = 500;

/**
 * Which functions trigger which, from traces spread evenly over a range: calls within a trace, and messages whose
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
  const order = spread(page.items).slice(0, MOST_READ);
  const until = now() + BUDGET_MS;
  const traces = await readHops(
    reader,
    order.map(({ traceId }) => traceId),
    () => now() >= until,
  );
  const size = { lookedAt: traces.length, all: page.items.length };
  return {
    items: counted(traces, size).slice(0, limit),
    traces: size.all,
    lookedAt: size.lookedAt,
    complete: page.nextCursor === null,
  };
}

interface Seen {
  readonly trace: TraceHops;
  readonly hop: Hop;
}

/** One link per pair of functions and what is between them, most frequent first. */
function counted(traces: readonly TraceHops[], size: Sample): readonly FunctionLinkView[] {
  const all = traces.flatMap((trace) => trace.hops.map((hop): Seen => ({ trace, hop })));
  const links = groupedBy(all, ({ hop: { from, to, via } }) => JSON.stringify([from.id, to.id, via]));
  return [...links.values()]
    .flatMap((seen) => {
      const [first] = seen;
      if (first === undefined) return [];
      const newest = seen.reduce((a, b) => (b.trace.startTime > a.trace.startTime ? b : a));
      const perTrace = [...groupedBy(seen, ({ trace }) => trace.traceId).values()];
      const { count, standardError } = scaledUp(perTrace.map(inTrace), size);
      const { from, to, via } = first.hop;
      const through = via && { dependency: via.name, kind: via.kind };
      return [{ from, to, via: through, seen: count, standardError, exampleTraceId: newest.trace.traceId }];
    })
    .sort((a, b) => b.seen - a.seen);
}

/** How often one trace shows a link: calls as counted, messages scaled from the senders that were read. */
function inTrace(seen: readonly Seen[]): Estimate {
  const senders = seen[0]?.trace.senders ?? { lookedAt: 0, all: 0 };
  const messages = seen.filter(({ hop }) => hop.sender !== null);
  const perSender = [...groupedBy(messages, ({ hop }) => hop.sender ?? '').values()];
  const { count, standardError } = scaledUp(
    perSender.map(({ length }) => length),
    senders,
  );
  return { count: count + seen.length - messages.length, standardError };
}

function groupedBy<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
