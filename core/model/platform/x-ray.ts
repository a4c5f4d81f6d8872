const TRACE = /(?:^|Root=)1-([0-9a-f]{8})-([0-9a-f]{24})(?:;|$)/i;

/** Converts an X-Ray trace id (`1-<8>-<24>`, alone or as `Root=` in its header) to OpenTelemetry's form; else null. */
export function traceIdOfXRay(text: unknown): string | null {
  const match = typeof text === 'string' ? TRACE.exec(text) : null;
  return match ? `${match[1]}${match[2]}`.toLowerCase() : null;
}
