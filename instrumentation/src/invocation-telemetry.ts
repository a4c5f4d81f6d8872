import type { Exporter, Telemetry } from './export/exporter';
import { encodeLog, encodeSpan } from './export/otlp-json';
import type { LogRecord } from './logs/log-record';
import { type Clock, createClock } from './trace/clock';
import type { RecordingSpan, Scope, SpanSink } from './trace/recording-span';
import { PACKAGE_NAME, PACKAGE_VERSION } from './version';

/** The scope of everything this package itself records. */
export const OWN_SCOPE: Scope = { name: PACKAGE_NAME, version: PACKAGE_VERSION };

const MAX_RECORDS = 2048;

/**
 * The telemetry of one invocation: its spans, open and ended, and its log records. Several invocations may run in one
 * process at once, so nothing of this is shared between them.
 */
export class InvocationTelemetry implements SpanSink {
  readonly clock: Clock = createClock();
  private readonly open = new Set<RecordingSpan>();
  private spans: RecordingSpan[] = [];
  private logs: LogRecord[] = [];
  private closed = false;
  /** The span that stands for the invocation: the first to start. */
  private root: RecordingSpan | undefined;

  constructor(
    private readonly exporter: Exporter,
    private readonly onFull: () => void,
  ) {}

  started(span: RecordingSpan): void {
    this.root ??= span;
    if (this.open.size < MAX_RECORDS) this.open.add(span);
  }

  ended(span: RecordingSpan): void {
    this.open.delete(span);
    if (this.closed) this.exporter.keep({ spans: [encodeSpan(span)], logs: [] });
    else if (this.spans.length < MAX_RECORDS) this.spans.push(span);
    else this.onFull();
  }

  log(record: LogRecord): void {
    if (this.closed) this.exporter.keep({ spans: [], logs: [encodeLog(record, OWN_SCOPE)] });
    else if (this.logs.length < MAX_RECORDS) this.logs.push(record);
    else this.onFull();
  }

  /** What ended since the last call. */
  drain(): Telemetry {
    const telemetry = {
      spans: this.spans.map((span) => encodeSpan(span)),
      logs: this.logs.map((record) => encodeLog(record, OWN_SCOPE)),
    };
    this.spans = [];
    this.logs = [];
    return telemetry;
  }

  /**
   * As `drain`, and the open spans as if they had ended now with `errorType`: what a process that is about to be
   * killed can still tell. The spans stay open; when they end after all they are sent again under the same id.
   *
   * @param tell makes the message from the names of the innermost open spans: what the invocation was waiting for
   */
  drainUnfinished(errorType: string, tell: (waitingFor: readonly string[]) => string): Telemetry {
    const open = [...this.open];
    const parents = new Set(open.map((span) => span.init.parent?.spanId));
    const waitingFor = open
      .filter((span) => span !== this.root && !parents.has(span.spanContext().spanId))
      .map((span) => span.name);
    const interruption = { endTime: this.clock.now(), errorType, message: tell(waitingFor) };
    const attributes = waitingFor.length > 0 ? { 'faaslens.waiting_for': waitingFor } : {};
    const { spans, logs } = this.drain();
    const unfinished = open.map((span) =>
      encodeSpan(span, span === this.root ? { ...interruption, attributes } : interruption),
    );
    return { spans: [...spans, ...unfinished], logs };
  }

  /** From now on what ends goes with the next invocation's flush. */
  close(): void {
    this.closed = true;
  }
}
