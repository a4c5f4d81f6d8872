import { FaaslensError } from '../../errors';
import type { DeletionQuery } from '../deletions';

/** @throws FaaslensError `invalid_input` for a query that makes no sense */
export function checkedDeletion(query: DeletionQuery): DeletionQuery {
  const { range, traceId, functionId, attribute } = query;
  if ([traceId, functionId, attribute].filter((one) => one !== undefined).length > 1)
    throw new FaaslensError('invalid_input', 'traceId: give one of traceId, functionId and attribute');
  if (range.fromMs >= range.toMs) throw new FaaslensError('invalid_input', 'to: must be after from');
  return query;
}

/** What a deletion covers, for a person to read. */
export function deletionInWords({ range, traceId, functionId, attribute }: DeletionQuery): string {
  if (traceId !== undefined) return `trace ${traceId}`;
  const time = `${new Date(range.fromMs).toISOString()} to ${new Date(range.toMs).toISOString()}`;
  if (functionId !== undefined) return `function ${functionId}, ${time}`;
  if (attribute === undefined) return `everything, ${time}`;
  const value = attribute.value === '' ? 'a value' : attribute.value;
  return `attribute ${attribute.key} = ${value}, ${time}`;
}
