import type { InvocationPage, InvocationRow, InvocationsQuery } from '../store';
import type { InvocationLookup, NamedInvocation, SpanPlace } from './invocation-lookup';
import { toInvocationRow } from './invocation-row';
import type { InvocationSearch } from './invocation-search';
import { readPage } from './page';
import type { AttributeFilter } from './promoted/attribute-filter';

export interface InvocationQueries {
  invocations(query: InvocationsQuery): InvocationPage;
  /** The first invocations among all spans of a trace, oldest first. */
  ofTrace(spans: Iterable<SpanPlace>, limit: number): readonly InvocationRow[];
}

export function prepareInvocations(lookup: InvocationLookup, search: InvocationSearch): InvocationQueries {
  const page = (query: InvocationsQuery, attributes: AttributeFilter | null) =>
    readPage({
      list: 'invocations',
      shape: [0n, '', ''],
      query,
      positionOf: (row: NamedInvocation) => [
        row.start_ns,
        row.trace_id.toString('hex'),
        row.span_id.toString('hex'),
      ],
      read: (position, limit) => {
        const [startNs = 0n, traceId = '', spanId = ''] = position ?? [];
        const after = position && {
          startNs: BigInt(startNs),
          traceId: String(traceId),
          spanId: String(spanId),
        };
        const { sql, values } = search.newest(query, limit, { after, attributes });
        return lookup.select(sql, values);
      },
      toItems: (rows) => rows.map(toInvocationRow),
    });

  return {
    ofTrace: (spans, limit) => lookup.ofSpans(spans).sort(oldestFirst).slice(0, limit).map(toInvocationRow),
    invocations: (query) => {
      const attributes = search.attributesOf(query);
      const found = page(query, attributes);
      return attributes === null || attributes.completeSince === null
        ? found
        : { ...found, completeSince: attributes.completeSince };
    },
  };
}

function oldestFirst(a: NamedInvocation, b: NamedInvocation): number {
  if (a.start_ns !== b.start_ns) return a.start_ns < b.start_ns ? -1 : 1;
  return a.span_id.compare(b.span_id);
}
