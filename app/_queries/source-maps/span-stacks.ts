import { versionOf } from '@/core/model/errors/version';
import { invocationsAbove } from '@/core/model/map/hops';
import { services } from '../door';
import { type MappedStack, mapStack } from './map-stack';

/** The trace is searched for the function that a span ran in. */
const MOST_SPANS = 10_000;

export interface SpanStack extends MappedStack {
  /** The index of its event among the span's events. */
  readonly event: number;
}

/** The stacks in the events of a span, mapped to the original source; null if the span is not stored. */
export async function listSpanStacks({
  traceId,
  spanId,
}: {
  readonly traceId: string;
  readonly spanId: string;
}): Promise<readonly SpanStack[] | null> {
  const { reader } = await services();
  const [span, trace] = await Promise.all([reader.span(traceId, spanId), reader.trace(traceId, MOST_SPANS)]);
  if (span === null || trace === null) return null;
  const ran = invocationsAbove(trace.spans, trace.invocations)(spanId);
  const functionId = ran?.invocation.functionId ?? null;
  const version = versionOf(span.attributes, span.resource);
  const stacks = span.events.flatMap(({ attributes }, event) => {
    const stack = attributes['exception.stacktrace'];
    return typeof stack === 'string' && stack !== '' ? [{ event, stack }] : [];
  });
  return Promise.all(
    stacks.map(async ({ event, stack }) => ({ event, ...(await mapStack({ functionId, version, stack })) })),
  );
}
