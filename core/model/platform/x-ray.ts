const TRACE = /(?:^|Root=)1-([0-9a-f]{8})-([0-9a-f]{24})(?:;|$)/i;

/** X-Ray's id (`1-<8>-<24>`, alone or as `Root=` of its header) as OpenTelemetry writes it; null for all else. */
export function traceIdOfXRay(text: unknown): string | null {
  const match = typeof text === 'string' ? TRACE.exec(text) : null;
  return match ? `${match[1]}${match[2]}`.toLowerCase() : null;
}
