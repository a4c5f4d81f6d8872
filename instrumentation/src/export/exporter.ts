import type { Config } from '../config/config';
import type { Signal } from '../config/signal-config';
import type { Diagnostics } from '../diagnostics';
import { createPosts, encodeBody, type PostNow, postNow } from '../host/node';
import { PACKAGE_VERSION } from '../version';
import { type EncodedRecord, encodeRequest } from './otlp-json';
import { createPending } from './pending-buffer';
import { createSender } from './sender';

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
  flush(telemetry: Telemetry, budgetMs: number): Promise<unknown>;
  /** As `flush`, but blocks: for a process that is about to end. */
  flushNow(telemetry: Telemetry): void;
  /** Keeps what ended too late for its own flush. */
  keep(telemetry: Telemetry): void;
  /** Opens the connections of the first flush, so that it need not wait for them. */
  connect(): void;
}

/** @param resource the encoded resource that all telemetry of this process has */
export function createExporter(config: Config, resource: string, diagnostics: Diagnostics): Exporter {
  const postTo = createPosts();
  const signals = [createSignal('traces', 'spans'), createSignal('logs', 'logs')].filter(
    (signal) => signal !== undefined,
  );
  return {
    flush: (telemetry, budgetMs) => Promise.all(signals.map((signal) => signal.flush(telemetry, budgetMs))),
    flushNow(telemetry) {
      const requests = signals.map((signal) => signal.request(telemetry));
      postNow(
        requests.filter((request) => request !== undefined),
        Math.max(0, ...signals.map((signal) => signal.timeoutMs)),
      );
    },
    keep(telemetry) {
      for (const signal of signals) signal.keep(telemetry);
    },
    connect() {
      for (const signal of signals) signal.connect?.();
    },
  };

  function createSignal(name: Signal, records: keyof Telemetry) {
    const settings = config[name];
    if (settings === undefined) return undefined;
    const { url, timeoutMs, gzip } = settings;
    const headers = {
      ...settings.headers,
      'content-type': 'application/json',
      'user-agent': `faaslens-instrumentation/${PACKAGE_VERSION}`,
      ...(gzip ? { 'content-encoding': 'gzip' } : {}),
    };
    const pending = createPending(() =>
      diagnostics.warnOnce(`full ${name}`, `too many ${name} wait to be sent; the oldest are dropped`),
    );
    const post = postTo(url, headers);
    const sender = createSender(post, url, diagnostics);
    const take = (telemetry: Telemetry) => [...pending.takeAll(), ...telemetry[records]];
    const encode = (batch: readonly EncodedRecord[]) =>
      encodeBody(encodeRequest(name, resource, batch), gzip);
    return {
      timeoutMs,
      connect: post.connect,
      keep: (telemetry: Telemetry) => pending.add(telemetry[records]),
      request(telemetry: Telemetry): PostNow | undefined {
        const batch = take(telemetry);
        return batch.length > 0 ? { url: url.href, headers, body: encode(batch) } : undefined;
      },
      async flush(telemetry: Telemetry, budgetMs: number): Promise<void> {
        const batch = take(telemetry);
        const waitMs = Math.min(budgetMs, timeoutMs);
        try {
          if (batch.length === 0) return;
          const isOpen = waitMs > 0 && !sender.isPaused();
          if (!isOpen || !(await sender.send(encode(batch), waitMs))) pending.add(batch);
        } catch (error) {
          diagnostics.internalError(`${name} could not be exported`, error);
        }
      },
    };
  }
}
