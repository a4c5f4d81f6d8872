import type { Attributes } from '@/core/model/attributes';
import type { LogView, SpanDetailView, TraceSpanView } from '@/core/model/views';

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

/** Events and log records of a span in the order they happened; where the span is drawn later than sent, they are too. */
export function moments(
  events: SpanDetailView['events'],
  logs: readonly LogView[],
  span: Pick<TraceSpanView, 'startTime' | 'offsetMs'>,
): readonly Moment[] {
  const start = Date.parse(span.startTime);
  const all: Moment[] = [
    ...events.map((event, index) => ({
      key: `event-${index}`,
      kind: 'event' as const,
      offsetMs: span.offsetMs + event.offsetMs,
      title: eventTitle(event),
      severity: event.name === 'exception' ? 17 : 0,
      attributes: event.attributes,
    })),
    ...logs.map((log) => ({
      key: log.id,
      kind: 'log' as const,
      offsetMs: span.offsetMs + Date.parse(log.time) - start,
      title: log.body,
      severity: log.severity,
      attributes: log.attributes,
    })),
  ];
  return all.sort((a, b) => a.offsetMs - b.offsetMs);
}
