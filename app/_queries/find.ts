import type { z } from 'zod';
import type { FoundView } from '@/core/model/found';
import { DAY_MS, type TimeRange } from '@/core/model/time-range';
import type { InvocationRow, TelemetryReader } from '@/core/store/store';
import { services } from './door';
import { findSchema } from './inputs/find';
import { parseInput } from './inputs/parse';
import { isoTime } from './views/time';

const MOST_OF_A_KIND = 8;
const LONGEST_MS = 400 * DAY_MS;
/** Shorter texts are names, not ids. */
const LEAST_ID = 8;

/** What a pasted id belongs to, and functions with a name like it. */
export async function find(
  input: z.input<typeof findSchema>,
): Promise<{ items: readonly FoundView[]; nextCursor: null }> {
  const { reader, now } = await services();
  const { q } = parseInput(findSchema, input);
  const id = idIn(q);
  const range = { fromMs: now() - LONGEST_MS, toMs: now() + DAY_MS };
  const found = await Promise.all([
    id.length === 32 && isHex(id) ? traces(reader, id) : [],
    q.length >= LEAST_ID ? invocations(reader, q, range) : [],
    isHex(id) && id.length === 16 ? spans(reader, id) : [],
    isHex(id) && id.length === 16 ? errors(reader, id, range) : [],
    functions(reader, q, id, now()),
  ]);
  return { items: found.flat(), nextCursor: null };
}

/** A trace id, plain or in the spelling of a traceparent, a UUID or X-Ray. */
function idIn(typed: string): string {
  const text = typed.toLowerCase();
  const parent = /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/.exec(text)?.[1];
  const xRay = /^(?:root=)?1-([0-9a-f]{8})-([0-9a-f]{24})/.exec(text);
  return parent ?? (xRay ? `${xRay[1]}${xRay[2]}` : text.replaceAll('-', ''));
}

function isHex(text: string): boolean {
  return /^[0-9a-f]+$/.test(text);
}

async function traces(reader: TelemetryReader, traceId: string): Promise<readonly FoundView[]> {
  const trace = await reader.trace(traceId, 1);
  const first = trace?.spans[0];
  if (!trace || !first) return [];
  const spans = `${trace.spanCount} ${trace.spanCount === 1 ? 'span' : 'spans'}`;
  return [{ kind: 'trace', title: first.name, note: `trace, ${spans}`, path: `/traces/${traceId}` }];
}

async function spans(reader: TelemetryReader, spanId: string): Promise<readonly FoundView[]> {
  const traceId = await reader.traceOfSpan(spanId);
  const span = traceId === null ? null : await reader.span(traceId, spanId);
  if (!span) return [];
  const path = `/traces/${traceId}?span=${spanId}`;
  return [{ kind: 'span', title: span.name, note: `span of trace ${traceId}`, path }];
}

/** By their own id, or by the key of their request. */
async function invocations(
  reader: TelemetryReader,
  q: string,
  range: TimeRange,
): Promise<readonly FoundView[]> {
  const limit = MOST_OF_A_KIND;
  const named = await reader.invocations({ range, limit, q });
  const attempts = await reader.invocations({ range, limit, requestKey: q });
  const isNamed = (row: InvocationRow) => row.invocationId?.toLowerCase() === q.toLowerCase();
  const rows = [...named.items.filter(isNamed), ...attempts.items];
  const distinct = new Map(rows.map((row) => [`${row.traceId}${row.spanId}`, row]));
  return [...distinct.values()].slice(0, limit).map((row) => ({
    kind: 'invocation',
    title: row.functionName,
    note: `invocation, ${row.outcome}, ${isoTime(row.startTime).slice(0, 19).replace('T', ' ')} UTC`,
    path: `/traces/${row.traceId}?span=${row.spanId}`,
  }));
}

async function errors(
  reader: TelemetryReader,
  fingerprint: string,
  range: TimeRange,
): Promise<readonly FoundView[]> {
  const { items } = await reader.errors({ range, limit: 1, q: fingerprint });
  return items
    .filter((group) => group.fingerprint === fingerprint)
    .map((group) => ({
      kind: 'error',
      title: group.type,
      note: group.message.slice(0, 120),
      path: `/errors/${fingerprint}?from=now-30d`,
    }));
}

async function functions(
  reader: TelemetryReader,
  name: string,
  id: string,
  now: number,
): Promise<readonly FoundView[]> {
  const byId = isHex(id) && id.length === 16 ? await reader.function(id) : null;
  const range = { fromMs: now - 60_000, toMs: now };
  const { items } = await reader.functions({ range, limit: MOST_OF_A_KIND, search: name });
  const rows = [...(byId ? [byId] : []), ...items.map((item) => item.function)];
  return rows.slice(0, MOST_OF_A_KIND).map((row) => ({
    kind: 'function',
    title: row.name,
    note: ['function', row.environment, row.region].filter((part) => part !== '').join(', '),
    path: `/functions/${row.id}`,
  }));
}
