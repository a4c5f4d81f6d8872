import type { SpanDetail, TelemetryReader, TraceLink, TracesQuery } from '../store';

type TraceReads = Pick<TelemetryReader, 'traces' | 'trace' | 'span' | 'spans' | 'linksTo' | 'traceOfSpan'>;

/**
 * Traces as seen from one environment. A list has those that begin in it or invoke its functions, without the names and
 * costs of other environments' functions, and no filter matches what another environment sent or cost. A single trace
 * has only the spans whose resource names this environment.
 */
export function bindTraces(
  reader: TelemetryReader,
  environment: string,
  within: (query: TracesQuery) => Promise<TracesQuery>,
): TraceReads {
  const isOurs = ({ resource }: SpanDetail) => environmentOf(resource) === environment;
  const spans: TelemetryReader['spans'] = async (traceId, limit) =>
    (await reader.spans(traceId, limit)).filter(isOurs);
  const span: TelemetryReader['span'] = async (traceId, spanId) => {
    const found = await reader.span(traceId, spanId);
    return found !== null && isOurs(found) ? found : null;
  };
  return {
    span,
    spans,
    async traces(query) {
      const page = await reader.traces({ ...(await within(query)), confined: true });
      return {
        ...page,
        items: page.items.map((row) => {
          const functions = row.functions.filter((one) => one.environment === environment);
          return { ...row, functions, cost: functions.length === row.functions.length ? row.cost : null };
        }),
      };
    },
    async traceOfSpan(spanId) {
      const traceId = await reader.traceOfSpan(spanId);
      return traceId !== null && (await span(traceId, spanId)) !== null ? traceId : null;
    },
    async trace(traceId, limit) {
      const [trace, ours] = await Promise.all([reader.trace(traceId, limit), spans(traceId, limit)]);
      const ids = new Set(ours.map(({ spanId }) => spanId));
      if (trace === null || ids.size === 0) return null;
      const kept = trace.spans.filter(({ spanId }) => ids.has(spanId));
      const isCut = trace.spanCount > trace.spans.length;
      return {
        ...trace,
        spans: kept,
        // How many spans beyond the limit belong to this environment is unknown; adding one signals that the trace was
        // cut.
        spanCount: kept.length + (isCut ? 1 : 0),
        invocations: trace.invocations.filter((row) => row.environment === environment),
        links: trace.links.filter(({ from }) => ids.has(from.spanId)),
      };
    },
    async linksTo(traceId, range, limit) {
      const links = await reader.linksTo(traceId, range, limit);
      const seen = await Promise.all(links.map(isSeen));
      return links.filter((_, index) => seen[index]);
    },
  };

  async function isSeen({ from, to }: TraceLink): Promise<boolean> {
    const ends = await Promise.all([span(from.traceId, from.spanId), span(to.traceId, to.spanId)]);
    return ends.every((end) => end !== null);
  }
}

/** The environment of a resource, as stored in rows; see core/model/function-identity.ts. */
function environmentOf(resource: SpanDetail['resource']): string {
  const given = resource['deployment.environment.name'] ?? resource['deployment.environment'];
  return typeof given === 'string' ? given : '';
}
