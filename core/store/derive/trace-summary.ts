import type { Span } from '../../model/telemetry';
import type { TraceFunction } from '../store';
import { later } from './times';

/** What the spans of a trace say together. */
export interface TraceSummary {
  readonly startNs: bigint;
  readonly durationNs: bigint;
  /** The earliest span without a stored parent; if there is none, as in a cycle, the earliest of all. */
  readonly root: Span;
  readonly spanCount: number;
  readonly errorCount: number;
}

/** Summary of the spans of one trace, by span id; null when there are none. */
export function summariseTrace(spans: ReadonlyMap<string, Span>): TraceSummary | null {
  let first: Span | null = null;
  let root: Span | null = null;
  let endNs = 0n;
  let errorCount = 0;
  for (const span of spans.values()) {
    if (first === null || startsBefore(span, first)) first = span;
    if (!hasStoredParent(span, spans) && (root === null || startsBefore(span, root))) root = span;
    endNs = later(endNs, span.endNs);
    if (span.status === 'error') errorCount += 1;
  }
  if (first === null) return null;
  return {
    startNs: first.startNs,
    durationNs: endNs - first.startNs,
    root: root ?? first,
    spanCount: spans.size,
    errorCount,
  };
}

/** When the trace starts, which its row is found by; null without spans. */
export function startOfTrace(spans: ReadonlyMap<string, Span>): bigint | null {
  let startNs: bigint | null = null;
  for (const span of spans.values()) if (startNs === null || span.startNs < startNs) startNs = span.startNs;
  return startNs;
}

/** The order of the functions of a trace. */
export function byNameAndId(a: TraceFunction, b: TraceFunction): number {
  if (a.name !== b.name) return a.name < b.name ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}

function hasStoredParent({ spanId, parentSpanId }: Span, spans: ReadonlyMap<string, Span>): boolean {
  return parentSpanId !== null && parentSpanId !== spanId && spans.has(parentSpanId);
}

/** Of two that start together, the one with the lower id is first. */
function startsBefore(a: Span, b: Span): boolean {
  return a.startNs < b.startNs || (a.startNs === b.startNs && a.spanId < b.spanId);
}
