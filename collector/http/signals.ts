import type { Ingest } from '../ingest/ingest';
import type { Encoding } from '../otlp/decode';
import type { Rejected } from '../otlp/rejections';
import type { Signal } from '../otlp/responses';

/** What becomes of the bodies of one path. */
export interface SignalRoute {
  readonly path: string;
  readonly signal: Signal;
  /** Resolves with what was not kept once the rest is durable. `remote` is the sender's address. */
  accept(encoding: Encoding, body: Uint8Array, remote: string): Promise<Rejected>;
}

/**
 * SDKs send metrics unless told otherwise. Refusing them would fill every log of their users with export errors, a
 * plain success would be a lie, and a warning with every answer fills them as well. So each sender gets the warning
 * that OTLP has for this once an hour and plain success in between. Bodies of metrics are not decoded.
 */
const METRICS_WARNING =
  'metrics are not kept by this Faaslens: set OTEL_METRICS_EXPORTER=none where they are sent';
const WARN_EVERY_MS = 3_600_000;
const MOST_REMEMBERED = 1_000;

/** `now` gives milliseconds since the epoch. */
export function signalRoutes(ingest: Ingest, now: () => number): readonly SignalRoute[] {
  const warnedAt = new Map<string, number>();
  const mustWarn = (remote: string): boolean => {
    const time = now();
    const before = warnedAt.get(remote);
    if (before !== undefined && time - before < WARN_EVERY_MS) return false;
    if (warnedAt.size >= MOST_REMEMBERED) warnedAt.clear();
    warnedAt.set(remote, time);
    return true;
  };
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
      accept: async (_encoding, body, remote) => ({
        count: 0,
        message: body.length > 0 && mustWarn(remote) ? METRICS_WARNING : '',
      }),
    },
  ];
}
