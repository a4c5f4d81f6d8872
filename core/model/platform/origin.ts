import { type Attributes, stringAttribute } from '../attributes';
import { identifyFunction } from '../function-identity';
import { normaliseAttributes } from '../normalise';
import type { Resource } from '../telemetry';
import type { PlatformOrigin } from './fact';

const known = new WeakMap<Resource, PlatformOrigin>();

/** The function that a resource with platform telemetry is about; computed once per resource object. */
export function platformOriginOf(resource: Resource): PlatformOrigin {
  const before = known.get(resource);
  if (before) return before;
  const attributes = normaliseAttributes(resource.attributes);
  const { provider, accountId, region, environment, name } = identifyFunction({}, attributes);
  const origin = {
    provider,
    accountId,
    region,
    environment,
    name,
    version: stringAttribute(attributes, 'faas.version') ?? '',
    instance: instanceOf(attributes) ?? '',
  };
  known.set(resource, origin);
  return origin;
}

/** The execution environment that a resource names, or null. Attributes must have their current names. */
function instanceOf(resource: Attributes): string | null {
  return (
    stringAttribute(resource, 'faas.instance') ??
    firstText(resource['aws.log.stream.names']) ??
    stringAttribute(resource, 'cloudwatch.log.stream')
  );
}

function firstText(value: Attributes[string] | undefined): string | null {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return typeof first === 'string' && first !== '' ? first : null;
}
