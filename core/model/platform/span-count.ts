import { numberAttribute, stringAttribute } from '../attributes';
import { identifyFunction } from '../function-identity';
import { normaliseAttributes } from '../normalise';
import type { Span } from '../telemetry';
import type { PlatformCount } from './metric-facts';

/**
 * How many invocations of its function the sender of this span began, by its own numbers: `faaslens.sequence` counts
 * them from 1 in one process or thread, which `faaslens.instance` names. So whatever was lost before it is known as
 * missing. Null for spans without such a number.
 */
export function countOfSpan({ attributes, resource, startNs, timeIsReceipt }: Span): PlatformCount | null {
  const value = numberAttribute(attributes, 'faaslens.sequence');
  const instance = stringAttribute(attributes, 'faaslens.instance');
  if (value === null || instance === null || timeIsReceipt) return null;
  if (!Number.isSafeInteger(value) || value < 1) return null;
  const naming = identifyFunction(normaliseAttributes(attributes), normaliseAttributes(resource.attributes));
  const { provider, accountId, region, environment, name } = naming;
  if (name === '') return null;
  return {
    feed: 'sequence',
    origin: { provider, accountId, region, environment, name, version: '', instance: '' },
    series: instance,
    counted: 'executions',
    value,
    isCumulative: true,
    startNs: 0n,
    // A count is of what happened before its time, and this invocation is one of them.
    timeNs: startNs + 1n,
  };
}
