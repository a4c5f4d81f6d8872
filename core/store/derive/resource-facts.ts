import { type Attributes, stringAttribute } from '../../model/attributes';
import { identifyFunction, originOf } from '../../model/function-identity';
import { normaliseAttributes } from '../../model/normalise';
import type { Resource } from '../../model/telemetry';

/** What Faaslens derives from a resource. */
export interface ResourceFacts {
  /** With current attribute names. */
  readonly attributes: Attributes;
  /** '' when it has none. */
  readonly service: string;
  readonly environment: string;
  /** `originOf` the attributes: as 8 bytes, and as hex. */
  readonly origin: Buffer;
  readonly originHex: string;
}

const known = new WeakMap<Resource, ResourceFacts>();

/** The facts of a resource, computed once per object. */
export function resourceFacts(resource: Resource): ResourceFacts {
  const before = known.get(resource);
  if (before) return before;
  const attributes = normaliseAttributes(resource.attributes);
  const origin = Buffer.from(originOf(attributes));
  const facts = {
    attributes,
    service: stringAttribute(attributes, 'service.name') ?? '',
    environment: identifyFunction({}, attributes).environment,
    origin,
    originHex: origin.toString('hex'),
  };
  known.set(resource, facts);
  return facts;
}
