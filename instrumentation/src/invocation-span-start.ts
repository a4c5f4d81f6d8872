import type { SpanContext } from '@opentelemetry/api';
import type { Attributes } from './trace/attributes';

/** The span that stands for an invocation, as it begins. */
export interface InvocationSpanStart {
  readonly name: string;
  /** As in the OpenTelemetry API. */
  readonly kind: number;
  /** Later ones win. In parts, because a copy of all of them would be most of what a start costs. */
  readonly attributes: readonly Attributes[];
  /** The user's, which win over all of those, and are kept as far as the limits let. */
  readonly ownAttributes: Attributes | undefined;
  readonly parent: SpanContext | undefined;
  /** As `EventDescription` has it. */
  readonly isParentOfPlatform?: boolean | undefined;
  readonly links: readonly SpanContext[];
}
