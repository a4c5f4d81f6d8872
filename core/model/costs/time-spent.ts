import { type Attributes, numberAttribute } from '../attributes';
import { plausibleMs } from '../plausible';
import { deliveryAttemptOf } from '../request-key';
import type { Span } from '../telemetry';
import type { TimeSpent } from './cost-split';
import type { ChildrenOf, OwnSpans } from './own-spans';
import { waitingTime } from './waiting-time';

/** What the span of an invocation and its own spans below it say about its time; `children` of the whole trace. */
export function timeSpent(span: Span, own: OwnSpans, children: ChildrenOf): TimeSpent {
  return {
    waitingNs: waitingTime(span, own, children),
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
