import { numberAttribute, stringAttribute } from '../attributes';
import { identifyFunction } from '../function-identity';
import { normaliseAttributes } from '../normalise';
import type { Span } from '../telemetry';
import type { PlatformCount } from './metric-facts';

/**
 * How many invocations the sender of this span has begun, by its own numbering: `faaslens.sequence` counts them from 1 in one
 * process or thread, identified by `faaslens.instance`. Any earlier one that was lost is thus known to be missing. Null for spans
 * without such a number.
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
    // A count covers what happened before its time, and must include this invocation.
    timeNs: startNs + 1n,
  };
}
