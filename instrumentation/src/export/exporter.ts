import type { Config } from '../config/config';
import type { Signal, SignalConfig } from '../config/signal-config';
import type { Diagnostics } from '../diagnostics';
import { PACKAGE_VERSION } from '../version';
import { createHttpPost } from './http-post';
import { type EncodedRecord, encodeRequest } from './otlp-json';
import { PendingBuffer } from './pending-buffer';
import { Sender } from './sender';

/** Spans and log records to send; both may be empty. */
export interface Telemetry {
  readonly spans: readonly EncodedRecord[];
  readonly logs: readonly EncodedRecord[];
}

/** Sends telemetry. Nothing here rejects or throws into the caller. */
export interface Exporter {
  /**
   * Sends `telemetry` and what was kept before, both signals at once, within `budgetMs` and the configured time-out.
   * What cannot be sent is kept for the next call.
   */
  flush(telemetry: Telemetry, budgetMs: number): Promise<void>;
  /** Keeps what ended too late for its own flush. */
  keep(telemetry: Telemetry): void;
}

/** @param resource the encoded resource that all telemetry of this process has */
export function createExporter(config: Config, resource: string, diagnostics: Diagnostics): Exporter {
  const traces = signalExporter('traces', config.traces, resource, diagnostics);
  const logs = signalExporter('logs', config.logs, resource, diagnostics);
  return {
    async flush(telemetry, budgetMs) {
      await Promise.all([traces?.flush(telemetry.spans, budgetMs), logs?.flush(telemetry.logs, budgetMs)]);
    },
    keep(telemetry) {
      traces?.pending.add(telemetry.spans);
      logs?.pending.add(telemetry.logs);
    },
  };
}

interface SignalExporter {
  readonly pending: PendingBuffer;
  flush(records: readonly EncodedRecord[], budgetMs: number): Promise<void>;
}

function signalExporter(
  signal: Signal,
  config: SignalConfig | undefined,
  resource: string,
  diagnostics: Diagnostics,
): SignalExporter | undefined {
  if (config === undefined) return undefined;
  const pending = new PendingBuffer(() =>
    diagnostics.warnOnce(`full ${signal}`, `too many ${signal} wait to be sent; the oldest are dropped`),
  );
  const sender = createSender(config, diagnostics);
  return {
    pending,
    async flush(records, budgetMs) {
      const batch = [...pending.takeAll(), ...records];
      if (batch.length === 0) return;
      const timeoutMs = Math.min(budgetMs, config.timeoutMs);
      try {
        if (timeoutMs <= 0 || sender.isPaused()) return pending.add(batch);
        const delivery = await sender.send(encodeRequest(signal, resource, batch), timeoutMs);
        if (delivery === 'undelivered') pending.add(batch);
      } catch (error) {
        diagnostics.internalError(`${signal} could not be exported`, error);
      }
    },
  };
}

function createSender(config: SignalConfig, diagnostics: Diagnostics): Sender {
  const headers = {
    ...config.headers,
    'content-type': 'application/json',
    'user-agent': `faaslens-instrumentation/${PACKAGE_VERSION}`,
    ...(config.gzip ? { 'content-encoding': 'gzip' } : {}),
  };
  const gzip = config.gzip ? process.getBuiltinModule('node:zlib').gzipSync : undefined;
  return new Sender({
    post: createHttpPost(config.url, headers),
    target: `${config.url.origin}${config.url.pathname}`,
    diagnostics,
    encode: (body) => (gzip ? gzip(body) : Buffer.from(body)),
  });
}
