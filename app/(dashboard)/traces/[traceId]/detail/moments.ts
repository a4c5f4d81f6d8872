import type { Attributes } from '@/core/model/attributes';
import type { LogView, SpanDetailView } from '@/core/model/views';

/** An event or a log record of a span at its place in the trace. */
export interface Moment {
  readonly key: string;
  readonly kind: 'event' | 'log';
  /** Milliseconds after the trace's start. */
  readonly offsetMs: number;
  readonly title: string;
  /** OpenTelemetry severity number; 0 for an event, 17 for an exception. */
  readonly severity: number;
  readonly attributes: Attributes;
}

/** What an event says in one line: an exception its type and message, everything else its name. */
function eventTitle(event: SpanDetailView['events'][number]): string {
  if (event.name !== 'exception') return event.name;
  const { 'exception.type': type, 'exception.message': message } = event.attributes;
  return [type, message].filter((part) => typeof part === 'string' && part !== '').join(': ') || event.name;
}

/** Events and log records in the order they happened. `traceStart` is the trace's start, ISO 8601. */
export function moments(
  events: SpanDetailView['events'],
  logs: readonly LogView[],
  traceStart: string,
): readonly Moment[] {
  const start = Date.parse(traceStart);
  const all: Moment[] = [
    ...events.map((event, index) => ({
      key: `event-${index}`,
      kind: 'event' as const,
      offsetMs: event.offsetMs,
      title: eventTitle(event),
      severity: event.name === 'exception' ? 17 : 0,
      attributes: event.attributes,
    })),
    ...logs.map((log) => ({
      key: log.id,
      kind: 'log' as const,
      offsetMs: Date.parse(log.time) - start,
      title: log.body,
      severity: log.severity,
      attributes: log.attributes,
    })),
  ];
  return all.sort((a, b) => a.offsetMs - b.offsetMs);
}
