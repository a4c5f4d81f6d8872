import { type Attributes, numberAttribute } from '../attributes';
import { plausibleMs } from '../plausible';
import { deliveryAttemptOf } from '../request-key';
import type { Span } from '../telemetry';
import type { TimeSpent } from './cost-split';
import type { ChildrenOf, OwnSpans } from './own-spans';
import { waitingTime } from './waiting-time';

/** How an invocation spent its time, from its span and its own spans below; `children` of the whole trace. */
export function timeSpent(span: Span, own: OwnSpans, children: ChildrenOf): TimeSpent {
  return {
    waitingNs: waitingTime(span, own, children),
    loadMs: plausibleMs(numberAttribute(span.attributes, 'faaslens.overhead.load_ms')) ?? 0,
    flushMs: plausibleMs(numberAttribute(span.attributes, 'faaslens.overhead.previous_flush_ms')) ?? 0,
    isRetry: isRetry(span.attributes),
  };
}

/** For an execution without a span. */
export const UNKNOWN_TIME: TimeSpent = { waitingNs: new Map(), loadMs: 0, flushMs: 0, isRetry: false };

/** Whether the sender says that this is not the first attempt. */
function isRetry(attributes: Attributes): boolean {
  return (
    (deliveryAttemptOf(attributes) ?? 1) > 1 || (numberAttribute(attributes, 'faaslens.retry_count') ?? 0) > 0
  );
}
