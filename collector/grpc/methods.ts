import type { Signal } from '../otlp/responses';

const PREFIX = '/opentelemetry.proto.collector.';
const SIGNALS: Readonly<Record<string, Signal>> = {
  'trace.v1.TraceService/Export': 'traces',
  'logs.v1.LogsService/Export': 'logs',
  'metrics.v1.MetricsService/Export': 'metrics',
};

/** The signal that a call exports; null for any other method. */
export function signalOf(path: string): Signal | null {
  return path.startsWith(PREFIX) ? (SIGNALS[path.slice(PREFIX.length)] ?? null) : null;
}

/** The error message for a method that is not served. */
export function explainUnknown(path: string): string {
  return `${path.slice(0, 200)} is not served: this port takes Export of the OTLP TraceService, LogsService and MetricsService (v1)`;
}
