import type { AttributeValue } from '../../model/attributes';
import type { Span } from '../../model/telemetry';
import { resourceFacts } from '../derive/resource-facts';
import { startOfTrace } from '../derive/trace-summary';
import type { Block } from './block/block';
import type { BlockSearch } from './blocks/block-search';
import { wantedOf } from './blocks/tokens';
import { spansOfTrace } from './trace-lookup';
import { MAX_TIME_MS } from './values';

interface PlacedTrace {
  readonly start_ns: bigint;
  readonly trace_id: Buffer;
}

/**
 * The newest traces with a span that has the attribute, among those that `rowOf` answers a row for; it is asked with a
 * trace's start and id. Traces that start before `fromMs` are not looked for; with an environment `within`, only its spans count.
 */
export function newestTracesWith<Row extends PlacedTrace>({
  search,
  attribute: { key, value },
  within,
  fromMs,
  limit,
  rowOf,
}: {
  search: BlockSearch;
  attribute: { readonly key: string; readonly value: string };
  within?: string | undefined;
  fromMs: number;
  limit: number;
  rowOf: (startNs: bigint, traceKey: Buffer) => Row | undefined;
}): Row[] {
  const seen = new Set<string>();
  let rows: Row[] = [];
  // A trace never starts after any of its spans, but a span may start long after its trace.
  const spans = { fromMs, toMs: MAX_TIME_MS };
  for (const { id, spanT1 } of search.walk({ ...wantedOf(key, value), spans })) {
    const last = rows[limit - 1];
    // Later blocks only have spans, and so traces, that start before this one's latest.
    if (last && spanT1 !== null && spanT1 < last.start_ns) break;
    const block = search.load(id);
    if (!block.mayHold(value)) continue;
    for (const traceId of tracesWith(block, key, value)) {
      if (seen.has(traceId)) continue;
      seen.add(traceId);
      const all = spansOfTrace(search, traceId);
      const startNs = startOfTrace(all);
      // Another version of the span may have taken its place since.
      const counts = ({ attributes, resource }: Span) =>
        hasText(attributes[key], value) &&
        (within === undefined || resourceFacts(resource).environment === within);
      if (startNs === null || ![...all.values()].some(counts)) continue;
      const row = rowOf(startNs, Buffer.from(traceId, 'hex'));
      if (row) rows.push(row);
    }
    rows = rows.sort(newestFirst).slice(0, limit);
  }
  return rows;
}

function tracesWith(block: Block, key: string, value: string): Set<string> {
  const columns = block.spanColumns();
  const traceIds = block.traceIds();
  const found = new Set<string>();
  for (let index = 0; index < block.spanCount; index += 1) {
    if (!hasText(columns.attributeAt(index, key), value)) continue;
    const traceId = traceIds[columns.traceIndex[index] ?? -1];
    if (traceId !== undefined) found.add(traceId);
  }
  return found;
}

/** Whether a text, number or boolean reads like this. */
function hasText(attribute: AttributeValue | undefined, text: string): boolean {
  if (typeof attribute === 'string') return attribute === text;
  return (typeof attribute === 'number' || typeof attribute === 'boolean') && String(attribute) === text;
}

function newestFirst(a: PlacedTrace, b: PlacedTrace): number {
  if (a.start_ns !== b.start_ns) return a.start_ns > b.start_ns ? -1 : 1;
  return b.trace_id.compare(a.trace_id);
}
