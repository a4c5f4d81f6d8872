import type { Exporter, Telemetry } from './export/exporter';
import { type EncodedRecord, encodeLog, encodeSpan } from './export/otlp-json';
import type { LogRecord } from './logs/log-record';
import { type Clock, createClock } from './trace/clock';
import type { RecordingSpan, SpanSink } from './trace/recording-span';

const MAX_RECORDS = 2048;

// A function may have little memory, and more than this is never sent in the time that there is.
const MAX_LOG_CHARACTERS = 4 * 1024 * 1024;

/**
 * The telemetry of one invocation: its spans, open and ended, and its log records. Several invocations may run in one
 * process at once, so nothing of this is shared between them.
 */
export interface InvocationTelemetry extends SpanSink {
  readonly clock: Clock;
  log(record: LogRecord): void;
  /** What ended since the last call. */
  drain(): Telemetry;
  /**
   * As `drain`, and the open spans as if they had ended now with `errorType`: what a process that is about to be
   * killed can still tell. The spans stay open; when they end after all they are sent again under the same id.
   *
   * @param tell makes the message from the names of the innermost open spans: what the invocation was waiting for
   */
  drainUnfinished(errorType: string, tell: (waitingFor: readonly string[]) => string): Telemetry;
  /** From now on what ends goes with the next invocation's flush. */
  close(): void;
  isClosed(): boolean;
}

/** @param onFull told of everything that is dropped because an invocation has too much of it */
export function createTelemetry(exporter: Exporter, onFull: () => void): InvocationTelemetry {
  const clock = createClock();
  const open = new Set<RecordingSpan>();
  let spans: RecordingSpan[] = [];
  let logs: EncodedRecord[] = [];
  let logCharacters = 0;
  let isClosed = false;
  /** The span that stands for the invocation: the first to start. */
  let root: RecordingSpan | undefined;
  const drain = (): Telemetry => {
    const telemetry = { spans: spans.map((span) => encodeSpan(span)), logs };
    spans = [];
    logs = [];
    logCharacters = 0;
    return telemetry;
  };
  const add = <T>(list: T[], item: T, isRoot = false): void => {
    // The invocation itself ends last, when there may be no room any more.
    if (list.length < MAX_RECORDS || isRoot) list.push(item);
    else onFull();
    if (isClosed) exporter.keep(drain());
  };
  return {
    clock,
    drain,
    started(span) {
      root ??= span;
      if (open.size < MAX_RECORDS) open.add(span);
    },
    ended(span) {
      open.delete(span);
      add(spans, span, span === root);
    },
    log(record) {
      // At once: a line that was cut short would else keep all of its text until the end.
      const encoded = encodeLog(record);
      const { length } = encoded.json;
      if (logCharacters + length > MAX_LOG_CHARACTERS) return onFull();
      logCharacters += length;
      add(logs, encoded);
    },
    drainUnfinished(errorType, tell) {
      const parents = new Set([...open].map((span) => span.init.parent?.spanId));
      const waitingFor = [...open]
        .filter((span) => span !== root && !parents.has(span.spanContext().spanId))
        .map((span) => span.name);
      const interruption = { endTime: clock.now(), errorType, message: tell(waitingFor) };
      const attributes = waitingFor.length > 0 ? { 'faaslens.waiting_for': waitingFor } : {};
      const ended = drain();
      const unfinished = [...open].map((span) =>
        encodeSpan(span, span === root ? { ...interruption, attributes } : interruption),
      );
      return { spans: [...ended.spans, ...unfinished], logs: ended.logs };
    },
    close() {
      isClosed = true;
    },
    isClosed: () => isClosed,
  };
}
