import { splitCost } from '../../../model/costs/cost-split';
import { NO_CALLS } from '../../../model/costs/own-calls';
import { UNKNOWN_TIME } from '../../../model/costs/time-spent';
import { originOfNaming } from '../../../model/function-identity';
import type { FunctionIdentity, PriceInvocation } from '../../../model/invocation';
import type { PlatformExecution } from '../../../model/platform/execution';
import { orphanInvocation } from '../../../model/platform/orphan-invocation';
import { instanceHash } from '../../derive/instance-hash';
import type { PricedInvocation } from '../../derive/trace-invocations';
import { type InvocationRecord, toInvocationRecord } from '../invocation-record';
import { hexBytes, MAX_TIME_NS } from '../values';
import type { KnownFunctions } from './known-function';

export interface Orphan {
  readonly priced: PricedInvocation;
  readonly record: InvocationRecord;
}

/** The invocation that an execution without a span is; `coming` are functions that are about to be stored. */
export type OrphanOf = (execution: PlatformExecution, coming: readonly FunctionIdentity[]) => Orphan;

/** Whether it has waited long enough is for the caller to say. */
export function createOrphans(known: KnownFunctions, price: PriceInvocation): OrphanOf {
  return (execution, coming) => {
    const identity = known.find(execution.origin, coming);
    const invocation = orphanInvocation(execution, 2n * MAX_TIME_NS, identity);
    if (invocation === null) throw new Error('an execution is never overdue');
    const instance = instanceHash(execution.origin.instance);
    const ownPrice = price(invocation);
    const priced = {
      invocation,
      price: ownPrice,
      split: splitCost(invocation, ownPrice, UNKNOWN_TIME),
      calls: NO_CALLS,
      execution,
      requestKey: null,
      instance,
      coldByInit: false,
    };
    const origin = Buffer.from(originOfNaming(execution.origin));
    return { priced, record: toInvocationRecord(priced, hexBytes(invocation.traceId), origin, noDependency) };
  };
}

/** What it waited for is not known. */
function noDependency(): never {
  throw new Error('an execution without a span waited for something');
}
