import type { Attributes, AttributeValue } from '../../../model/attributes';
import type { LogRecord, Span } from '../../../model/telemetry';

/** About how many bytes a span takes while it is encoded, its resource left out; at least 64. */
export function sizeOfSpan(span: Span): number {
  let size = 64 + span.name.length + span.statusMessage.length + span.traceState.length;
  size += sizeOfAttributes(span.attributes);
  for (const event of span.events) size += 16 + event.name.length + sizeOfAttributes(event.attributes);
  for (const link of span.links) size += 32 + sizeOfAttributes(link.attributes);
  return size;
}

/** The same for a log record. */
export function sizeOfLog(log: LogRecord): number {
  return 64 + log.body.length + log.severityText.length + sizeOfAttributes(log.attributes);
}

function sizeOfAttributes(attributes: Attributes): number {
  let size = 0;
  for (const key in attributes) size += key.length + sizeOfValue(attributes[key] ?? null);
  return size;
}

function sizeOfValue(value: AttributeValue): number {
  if (typeof value === 'string') return value.length;
  // Rare, and their depth is not ours to follow by hand.
  return typeof value === 'object' && value !== null ? JSON.stringify(value).length : 8;
}
