import type { SpanContext } from '@opentelemetry/api';
import type { Attributes } from './trace/attributes';

/** The span that stands for an invocation, as it begins. */
export interface InvocationSpanStart {
  readonly name: string;
  /** As in the OpenTelemetry API. */
  readonly kind: number;
  readonly attributes: Attributes;
  readonly parent: SpanContext | undefined;
  readonly links: readonly SpanContext[];
}
