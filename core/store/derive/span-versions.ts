import type { Attributes } from '../../model/attributes';
import type { Resource, Span } from '../../model/telemetry';

/**
 * Blocks are append-only, so a span that arrived again with different content is stored in several versions. This is
 * the only rule for which version counts: for the writer, for merging and for every reader.
 */

/**
 * The version that counts: the one that ends later; if both end together, the one with the greater content text.
 * Associative and independent of order; `a` when both have the same content.
 */
export function winnerOf(a: Span, b: Span): Span {
  if (a.endNs !== b.endNs) return a.endNs > b.endNs ? a : b;
  return contentOf(b) > contentOf(a) ? b : a;
}

/** Whether a received span replaces the stored one with the same ids. */
export function supersedes(received: Span, stored: Span): boolean {
  // Without a time of its own, it is the stored span received again.
  if (received.timeIsReceipt && timelessContentOf(received) === timelessContentOf(stored)) return false;
  return winnerOf(stored, received) === received;
}

/**
 * All stored content of a span as one text. The order of its attributes matters, because it is shown; that of its
 * resource's does not, because instances of one function send them in any order.
 */
export function contentOf(span: Span): string {
  return textOf(span, span.startNs, span.endNs, eventsOf(span, null));
}

/** The same without the span's times, and without those of events that have no time of their own. */
export function timelessContentOf(span: Span): string {
  return textOf(span, 0n, 0n, eventsOf(span, span.startNs));
}

function textOf(span: Span, startNs: bigint, endNs: bigint, events: string): string {
  return [
    span.traceId,
    span.spanId,
    span.parentSpanId,
    span.traceState,
    span.flags,
    span.name,
    span.kind,
    startNs,
    endNs,
    span.status,
    span.statusMessage,
    JSON.stringify(span.attributes),
    events,
    span.links.length === 0 ? '' : JSON.stringify(span.links),
    resourceText(span.resource),
    span.scope.name,
    span.scope.version,
  ].join('\0');
}

function eventsOf({ events }: Span, withoutTime: bigint | null): string {
  if (events.length === 0) return '';
  return JSON.stringify(
    events.map(({ name, timeNs, attributes }) => [
      name,
      timeNs === withoutTime ? '' : timeNs.toString(),
      attributes,
    ]),
  );
}

const resourceTexts = new WeakMap<Resource, string>();

/** The attributes of a resource as one text, independent of the order in which they were sent. */
export function resourceText(resource: Resource): string {
  const known = resourceTexts.get(resource);
  if (known !== undefined) return known;
  const entries: [string, Attributes[string]][] = Object.entries(resource.attributes);
  const text = JSON.stringify(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
  resourceTexts.set(resource, text);
  return text;
}
