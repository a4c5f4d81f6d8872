import type { TraceView } from '@/core/model/views';

/**
 * How many invocations of the same request other traces surely or likely have, by this trace alone: one in each trace that
 * its spans link to, and one for each message that it sent and did not take in itself.
 */
export function expectedElsewhere({ spans, links }: Pick<TraceView, 'spans' | 'links'>): number {
  const senders = new Set(links.map(({ to }) => to.traceId));
  const parents = new Set(spans.map(({ parentSpanId }) => parentSpanId));
  const sent = spans.filter(({ kind, spanId }) => kind === 'producer' && !parents.has(spanId));
  return senders.size + sent.length;
}
