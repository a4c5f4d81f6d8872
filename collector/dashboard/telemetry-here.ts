const SIGNAL = /^\/v1\/(?:traces|logs|metrics)\/?$/;

/** A hint for senders that mistake the dashboard for the collector; null for any other request. */
export function telemetryHere(method: string, path: string): string | null {
  if (method !== 'POST' || !SIGNAL.test(path)) return null;
  return 'this is the port of the dashboard: send telemetry to that of OTLP/HTTP, 4318 unless FAASLENS_OTLP_HTTP_PORT says otherwise';
}
