import type { SpanContext } from '@opentelemetry/api';
import type { AttributeSet } from '../trace/attribute-set';

/** One captured `console` line. */
export interface LogRecord {
  /** Nanoseconds since the Unix epoch. */
  readonly time: bigint;
  /** OpenTelemetry's number: debug 5, info 9, warn 13, error 17. */
  readonly severityNumber: number;
  readonly severityText: string;
  readonly body: string;
  readonly attributes: AttributeSet;
  /** The span that was active. */
  readonly span: SpanContext | undefined;
}
