import { FEEDS, type Feed } from '../feeds/delivery';
import type { Signal } from '../otlp/responses';

/** Paths that accept telemetry, without trailing or doubled slashes. */
export const SIGNAL_PATHS = ['/v1/traces', '/v1/logs', '/v1/metrics'] as const;
export const SIGNAL_OF_PATH: Readonly<Record<(typeof SIGNAL_PATHS)[number], Signal>> = {
  '/v1/traces': 'traces',
  '/v1/logs': 'logs',
  '/v1/metrics': 'metrics',
};
export const feedPath = (feed: Feed) => `/v1/feeds/${feed}` as const;
const FEED_PATHS = FEEDS.map(feedPath);
const HEALTH_PATHS = ['/healthz', '/readyz'] as const;

const HOW = 'set OTEL_EXPORTER_OTLP_ENDPOINT to the address without a path';

/** The error message for a path or method that is not served: it names the path and the likely mistake. */
export function explainUnknown(
  method: string,
  url: string,
): { readonly status: 404 | 405; readonly message: string; readonly allow: string | null } {
  const path = (url.split('?', 1)[0] ?? '').replace(/\/{2,}/g, '/').replace(/(.)\/$/, '$1');
  if (isOneOf([...SIGNAL_PATHS, ...FEED_PATHS], path))
    return { status: 405, message: `${path} takes POST only, not ${method}`, allow: 'POST' };
  if (isOneOf(HEALTH_PATHS, path))
    return { status: 405, message: `${path} takes GET only, not ${method}`, allow: 'GET, HEAD' };
  return { status: 404, message: hint(path), allow: null };
}

function hint(path: string): string {
  const signal = SIGNAL_PATHS.find((one) => path.endsWith(one) || path.toLowerCase() === one);
  if (path === '/') {
    return `nothing is served at /: send to /v1/traces or /v1/logs. A variable for one signal, as OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, is used as it is and needs the whole path; or ${HOW}`;
  }
  if (signal !== undefined)
    return `this path is not served, ${signal} is: the path was probably added twice; ${HOW}`;
  if (path.startsWith('/v1/feeds')) return `this path is not served: feeds go to ${FEED_PATHS.join(', ')}`;
  if (path.startsWith('/opentelemetry.proto.collector')) {
    return 'this port speaks OTLP over HTTP, not gRPC: set OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf';
  }
  return `this path is not served: traces go to /v1/traces, logs to /v1/logs; ${HOW}`;
}

function isOneOf(paths: readonly string[], path: string): boolean {
  return paths.includes(path);
}
