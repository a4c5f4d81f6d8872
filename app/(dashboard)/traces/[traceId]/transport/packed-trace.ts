import type { TraceSpanView, TraceView } from '@/core/model/views';
import { type PackedRows, packRows, unpackRows } from './packed-rows';

/** A trace on its way to the browser, as one text: React writes a text at once, but an object value by value. */
export type PackedTrace = string;

export function packTrace(trace: TraceView): PackedTrace {
  return JSON.stringify({ ...trace, spans: packRows(trace.spans) });
}

export function unpackTrace(packed: PackedTrace): TraceView {
  const { spans, ...trace }: Omit<TraceView, 'spans'> & { spans: PackedRows } = JSON.parse(packed);
  return { ...trace, spans: unpackRows<TraceSpanView>(spans) };
}
