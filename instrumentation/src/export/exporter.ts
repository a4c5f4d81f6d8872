import type { Config } from '../config/config';
import type { Signal, SignalConfig } from '../config/signal-config';
import type { Diagnostics } from '../diagnostics';
import { createPost, encodeBody, type PostNow, postNow } from '../host/node';
import { PACKAGE_VERSION } from '../version';
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
  /** As `flush`, but blocks: for a process that is about to end. */
  flushNow(telemetry: Telemetry): void;
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
    flushNow(telemetry) {
      const requests = [traces?.request(telemetry.spans), logs?.request(telemetry.logs)];
      const timeoutMs = Math.max(config.traces?.timeoutMs ?? 0, config.logs?.timeoutMs ?? 0);
      postNow(
        requests.filter((request) => request !== undefined),
        timeoutMs,
      );
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
  /** The request that `flush` would make; `undefined` when there is nothing to send. */
  request(records: readonly EncodedRecord[]): PostNow | undefined;
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
  const headers = headersOf(config);
  const sender = createSender(config, headers, diagnostics);
  return {
    pending,
    request(records) {
      const batch = [...pending.takeAll(), ...records];
      if (batch.length === 0) return undefined;
      const body = encodeBody(encodeRequest(signal, resource, batch), config.gzip);
      return { url: config.url.href, headers, body };
    },
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

type Headers = Readonly<Record<string, string>>;

function headersOf(config: SignalConfig): Headers {
  return {
    ...config.headers,
    'content-type': 'application/json',
    'user-agent': `faaslens-instrumentation/${PACKAGE_VERSION}`,
    ...(config.gzip ? { 'content-encoding': 'gzip' } : {}),
  };
}

function createSender(config: SignalConfig, headers: Headers, diagnostics: Diagnostics): Sender {
  return new Sender({
    post: createPost(config.url, headers),
    target: `${config.url.origin}${config.url.pathname}`,
    diagnostics,
    encode: (body) => encodeBody(body, config.gzip),
  });
}
