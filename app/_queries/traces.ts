import { type OtlpTraces, writeOtlp } from '@/core/model/trace-file/write-otlp';
import { buildTraceView } from '@/core/model/trace-view/trace-view';
import type { PageView, SpanDetailView, TraceListView, TraceView } from '@/core/model/views';
import { services } from './door';
import { spanId, traceId } from './inputs/fields';
import { tracesSchema } from './inputs/lists';
import { parseInput } from './inputs/parse';
import { type TraceFilterInput, toTracesQuery } from './inputs/trace-filter';
import { toSplitView } from './views/costs';
import { toInvocationView, toPageView, toSpanView, toTraceListView } from './views/rows';

/** Longer traces are truncated: no screen draws more, and the answer stays below a few MB. */
const MOST_SPANS = 10_000;

export interface TracesInput extends TraceFilterInput {
  readonly limit?: number;
  readonly cursor?: string;
}

/** Traces, newest first. */
export async function listTraces(input: TracesInput): Promise<PageView<TraceListView>> {
  const { reader, now } = await services();
  const { limit, cursor, ...filter } = parseInput(tracesSchema, input);
  const page = await reader.traces({
    ...toTracesQuery(filter, now()),
    limit,
    ...(cursor === undefined ? {} : { cursor }),
  });
  return toPageView(page, toTraceListView);
}

/** One trace, ready to be drawn; null if nothing of it is stored. */
export async function getTrace(input: { readonly traceId: string }): Promise<TraceView | null> {
  if (!traceId.safeParse(input.traceId).success) return null;
  const { reader, costLines } = await services();
  const [trace, linesOf] = await Promise.all([reader.trace(input.traceId, MOST_SPANS), costLines()]);
  if (trace === null || trace.spans.length === 0) return null;
  return {
    ...buildTraceView(trace),
    invocations: trace.invocations.map((row) => ({
      ...toInvocationView(row),
      costLines: linesOf(row),
      costSplit: row.costSplit && toSplitView(row.costSplit),
    })),
    links: trace.links,
  };
}

/** One span in full; null if it is not stored. */
export async function getSpan(input: {
  readonly traceId: string;
  readonly spanId: string;
}): Promise<SpanDetailView | null> {
  if (!traceId.safeParse(input.traceId).success || !spanId.safeParse(input.spanId).success) return null;
  const { reader } = await services();
  const span = await reader.span(input.traceId, input.spanId);
  return span && toSpanView(span);
}

/** One trace as an OTLP/JSON request, attributes included; null if nothing of it is stored. */
export async function getTraceAsOtlp(input: { readonly traceId: string }): Promise<OtlpTraces | null> {
  if (!traceId.safeParse(input.traceId).success) return null;
  const { reader } = await services();
  const spans = await reader.spans(input.traceId, MOST_SPANS);
  return spans.length === 0 ? null : writeOtlp(spans.map(toSpanView));
}
