import { originOfNaming } from '../../../model/function-identity';
import type { FunctionIdentity, PriceInvocation } from '../../../model/invocation';
import type { PlatformExecution } from '../../../model/platform/execution';
import { pricedOrphan } from '../../derive/orphan';
import type { PricedInvocation } from '../../derive/trace-invocations';
import { type InvocationRecord, toInvocationRecord } from '../invocation-record';
import { hexBytes } from '../values';
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
    const priced = pricedOrphan(execution, known.find(execution.origin, coming), price);
    const origin = Buffer.from(originOfNaming(execution.origin));
    return {
      priced,
      record: toInvocationRecord(priced, hexBytes(priced.invocation.traceId), origin, noDependency),
    };
  };
}

/** What it waited for is not known. */
function noDependency(): never {
  throw new Error('an execution without a span waited for something');
}
