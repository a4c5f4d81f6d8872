import { type Attributes, numberAttribute } from '../attributes';
import { plausibleMs } from '../plausible';
import { deliveryAttemptOf } from '../request-key';
import type { Span } from '../telemetry';
import type { TimeSpent } from './cost-split';
import { type ChildrenOf, waitingTime } from './waiting-time';

/** What the span of an invocation and the spans below it say about its time; `isForeign` as in `waitingTime`. */
export function timeSpent(span: Span, children: ChildrenOf, isForeign: (span: Span) => boolean): TimeSpent {
  return {
    waitingNs: waitingTime(span, children, isForeign),
    loadMs: plausibleMs(numberAttribute(span.attributes, 'faaslens.overhead.load_ms')) ?? 0,
    flushMs: plausibleMs(numberAttribute(span.attributes, 'faaslens.overhead.previous_flush_ms')) ?? 0,
    isRetry: isRetry(span.attributes),
  };
}

/** Of an execution without a span. */
export const UNKNOWN_TIME: TimeSpent = { waitingNs: new Map(), loadMs: 0, flushMs: 0, isRetry: false };

/** Whether the sender says that this was not the first attempt. */
function isRetry(attributes: Attributes): boolean {
  return (
    (deliveryAttemptOf(attributes) ?? 1) > 1 || (numberAttribute(attributes, 'faaslens.retry_count') ?? 0) > 0
  );
}
