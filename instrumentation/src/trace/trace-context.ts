import type { SpanContext, TextMapPropagator } from '@opentelemetry/api';
import { INVALID, spanContextOf, withSpan } from './context';
import { NonRecordingSpan } from './non-recording-span';
import { parseTraceState } from './trace-state';

const TRACEPARENT = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;

/** Reads the two headers of W3C Trace Context; `undefined` unless `traceparent` is valid. */
export function parseTraceContext(
  traceparent: string | undefined,
  tracestate?: string | undefined,
): SpanContext | undefined {
  const match = TRACEPARENT.exec(traceparent?.trim() ?? '');
  if (match === null) return undefined;
  const [, version, traceId = '', spanId = '', flags = '00', rest] = match;
  if (version === 'ff' || (version === '00' && rest !== undefined)) return undefined;
  if (traceId === INVALID.traceId || spanId === INVALID.spanId) return undefined;
  return {
    traceId,
    spanId,
    traceFlags: Number.parseInt(flags, 16),
    isRemote: true,
    ...(tracestate ? { traceState: parseTraceState(tracestate) } : {}),
  };
}

/** The same out of whatever has the two fields by name. */
export const readTraceContext = (read: (name: string) => string | undefined): SpanContext | undefined =>
  parseTraceContext(read('traceparent'), read('tracestate'));

/** The `traceparent` header of a span. */
export function formatTraceparent(context: SpanContext): string {
  return `00-${context.traceId}-${context.spanId}-${(context.traceFlags & 0xff).toString(16).padStart(2, '0')}`;
}

/** The W3C propagator that `propagation.inject` and `extract` of the API use. */
export const traceContextPropagator: TextMapPropagator = {
  inject(context, carrier, setter) {
    const span = spanContextOf(context);
    if (span === undefined) return;
    setter.set(carrier, 'traceparent', formatTraceparent(span));
    const state = span.traceState?.serialize();
    if (state) setter.set(carrier, 'tracestate', state);
  },
  extract(context, carrier, getter) {
    const first = (key: string) => {
      const value = getter.get(carrier, key);
      return Array.isArray(value) ? value[0] : value;
    };
    const parent = parseTraceContext(first('traceparent'), first('tracestate'));
    return parent ? withSpan(context, new NonRecordingSpan(parent)) : context;
  },
  fields: () => ['traceparent', 'tracestate'],
};
