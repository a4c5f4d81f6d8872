import { splitCost } from '../../model/costs/cost-split';
import { NO_CALLS } from '../../model/costs/own-calls';
import { UNKNOWN_TIME } from '../../model/costs/time-spent';
import type { FunctionIdentity, PriceInvocation } from '../../model/invocation';
import type { PlatformExecution } from '../../model/platform/execution';
import { orphanInvocation } from '../../model/platform/orphan-invocation';
import { instanceHash } from './instance-hash';
import { MAX_TIME_NS } from './times';
import type { PricedInvocation } from './trace-invocations';

/** The invocation that stands for an execution without a span. The caller decides whether it has waited long enough. */
export function pricedOrphan(
  execution: PlatformExecution,
  identity: FunctionIdentity | null,
  price: PriceInvocation,
): PricedInvocation {
  const invocation = orphanInvocation(execution, 2n * MAX_TIME_NS, identity);
  if (invocation === null) throw new Error('an execution is never overdue');
  const ownPrice = price(invocation);
  return {
    invocation,
    price: ownPrice,
    split: splitCost(invocation, ownPrice, UNKNOWN_TIME),
    calls: NO_CALLS,
    execution,
    requestKey: null,
    instance: instanceHash(execution.origin.instance),
    coldByInit: false,
  };
}
