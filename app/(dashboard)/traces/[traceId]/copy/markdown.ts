import type { SpanDetailView, TraceSpanView, TraceView } from '@/core/model/views';
import { formatDuration } from '../../../../_components/format/duration';

/** Longer traces are told by their slowest and failed spans. */
const MOST_LINES = 60;

/** A trace for a ticket or a chat: its facts, its errors, and its spans as a nested list. */
export function traceMarkdown(trace: TraceView, address: string): string {
  const depths = depthsOf(trace.spans);
  const worth = worthTelling(trace.spans);
  const lines = trace.spans
    .filter((span) => worth.has(span))
    .map((span) => `${'  '.repeat(depths.get(span.spanId) ?? 0)}- ${spanLine(span)}`);
  const left = trace.spans.length - worth.size;
  return [
    `## Trace ${code(trace.spans[0]?.name ?? trace.traceId)}`,
    '',
    `- id ${code(trace.traceId)}, ${address}`,
    `- began ${trace.startTime}, took ${formatDuration(trace.durationMs)}, ${trace.spans.length} spans`,
    ...(trace.costUsd === null ? [] : [`- cost ${trace.costUsd} USD`]),
    ...trace.warnings.map((warning) => `- warning: ${text(warning)}`),
    '',
    '### Spans',
    '',
    ...lines,
    ...(left > 0 ? [`- … and ${left} shorter ones`] : []),
    '',
  ].join('\n');
}

/** One span with its attributes. */
export function spanMarkdown(span: TraceSpanView, detail: SpanDetailView | null, address: string): string {
  const attributes = Object.entries(detail?.attributes ?? {}).map(
    ([key, value]) => `- ${code(key)}: ${code(typeof value === 'string' ? value : JSON.stringify(value))}`,
  );
  return [
    `## Span ${code(span.name)}`,
    '',
    `- id ${code(span.spanId)}, ${address}`,
    `- ${spanLine(span)}`,
    ...(span.service === '' ? [] : [`- service ${code(span.service)}, kind ${span.kind}`]),
    ...(attributes.length === 0 ? [] : ['', '### Attributes', '', ...attributes]),
    '',
  ].join('\n');
}

function spanLine(span: TraceSpanView): string {
  const marks = [
    span.status === 'error'
      ? `**error**${span.statusMessage === '' ? '' : ` ${code(span.statusMessage)}`}`
      : '',
    span.coldStart === true ? 'cold start' : '',
    span.onCriticalPath ? 'on the critical path' : '',
  ].filter(Boolean);
  const times = `${formatDuration(span.durationMs)}, self ${formatDuration(span.selfMs)}`;
  return [`${code(span.name)} ${times}`, ...marks].join(', ');
}

function worthTelling(spans: readonly TraceSpanView[]): ReadonlySet<TraceSpanView> {
  if (spans.length <= MOST_LINES) return new Set(spans);
  const rank = (span: TraceSpanView) => (span.status === 'error' ? 1e12 : 0) + span.durationMs;
  return new Set(spans.toSorted((one, other) => rank(other) - rank(one)).slice(0, MOST_LINES));
}

function depthsOf(spans: readonly TraceSpanView[]): ReadonlyMap<string, number> {
  const depths = new Map<string, number>();
  for (const { spanId, parentSpanId } of spans) {
    const above = parentSpanId === null ? undefined : depths.get(parentSpanId);
    depths.set(spanId, above === undefined ? 0 : Math.min(above + 1, 12));
  }
  return depths;
}

/** As code that nothing inside can end: the fence is longer than any run of backticks in it; on one line. */
function code(value: string): string {
  const line = text(value);
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return line.startsWith('`') || line.endsWith('`') || line === ''
    ? `${fence} ${line} ${fence}`
    : `${fence}${line}${fence}`;
}

function text(value: string): string {
  return value.replace(/\s+/g, ' ').slice(0, 500);
}
