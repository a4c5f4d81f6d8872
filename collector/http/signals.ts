import type { Ingest } from '../ingest/ingest';
import type { Encoding } from '../otlp/decode';
import type { Rejected } from '../otlp/rejections';
import type { Signal } from '../otlp/responses';

/** What becomes of the bodies of one path. */
export interface SignalRoute {
  readonly path: string;
  readonly signal: Signal;
  /** Resolves with what was not kept once the rest is durable. */
  accept(encoding: Encoding, body: Uint8Array): Promise<Rejected>;
}

/**
 * SDKs send metrics unless told otherwise. Refusing them would fill every log of their users with export errors, and
 * a plain success would be a lie: they are answered with the warning that OTLP has for this.
 */
const METRICS_WARNING =
  'metrics are not kept by this Faaslens: set OTEL_METRICS_EXPORTER=none where they are sent';

export function signalRoutes(ingest: Ingest): readonly SignalRoute[] {
  return [
    {
      path: '/v1/traces',
      signal: 'traces',
      accept: async (encoding, body) => (await ingest.submit('traces', encoding, body)).rejected,
    },
    {
      path: '/v1/logs',
      signal: 'logs',
      accept: async (encoding, body) => (await ingest.submit('logs', encoding, body)).rejected,
    },
    {
      path: '/v1/metrics',
      signal: 'metrics',
      accept: async (_encoding, body) => ({ count: 0, message: body.length > 0 ? METRICS_WARNING : '' }),
    },
  ];
}
