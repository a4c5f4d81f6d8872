import { createHash } from 'node:crypto';
import { type Attributes, stringAttribute } from './attributes';
import { lambdaArnOf, lambdaOfLogGroup, platformOf, providerOfPlatform, runsOn } from './faas-resource';
import type { FunctionIdentity } from './invocation';

/**
 * The function to which an invocation span belongs. Attributes must have their current names (`normaliseAttributes`). Unknown
 * fields are ''.
 */
export function identifyFunction(span: Attributes, resource: Attributes): FunctionIdentity {
  const arn = lambdaArnOf(span, resource);
  const logGroup = lambdaOfLogGroup(resource);
  const either = (key: string) => stringAttribute(resource, key) ?? stringAttribute(span, key);
  const platform = platformOf(resource) ?? platformOf(span);
  const provider =
    either('cloud.provider') ??
    providerOfPlatform(platform) ??
    (arn ? 'aws' : null) ??
    stringAttribute(resource, 'faas.invoked_provider') ??
    runsOn(resource) ??
    (logGroup === null ? '' : 'aws');
  const naming = {
    provider,
    accountId: either('cloud.account.id') ?? arn?.accountId ?? '',
    region: either('cloud.region') ?? arn?.region ?? invokedRegion(resource, provider) ?? '',
    environment: either('deployment.environment.name') ?? '',
    name:
      functionName(span, resource, provider) ??
      arn?.name ??
      logGroup ??
      stringAttribute(resource, 'service.name') ??
      '',
  };
  return { id: functionId(naming), ...naming };
}

/** The id of a function: 16 hex digits of a hash of its five identifying fields. */
export function functionId(naming: Omit<FunctionIdentity, 'id'>): string {
  const { provider, accountId, region, environment, name } = naming;
  const text = [provider, accountId, region, environment, name].join('\0');
  const known = KNOWN_IDS.get(text);
  if (known !== undefined) return known;
  const id = createHash('sha256').update(text).digest('hex').slice(0, 16);
  if (KNOWN_IDS.size >= MOST_KNOWN_IDS) KNOWN_IDS.clear();
  if (text.length <= LONGEST_KNOWN_NAMING) KNOWN_IDS.set(text, id);
  return id;
}

/** Cached: every invocation needs its function's id, and functions are few. */
const KNOWN_IDS = new Map<string, string>();
const MOST_KNOWN_IDS = 5000;
const LONGEST_KNOWN_NAMING = 1000;

/**
 * What a resource alone says about its function, hashed to 8 bytes: equal for all its instances and versions. Log records, which
 * carry neither account nor ARN, are matched to functions by it. Attributes must have their current names.
 */
export function originOf(resource: Attributes): Uint8Array {
  return originOfNaming(identifyFunction({}, resource));
}

/** The same from a function's identifying fields, without the account, which few resources name. */
export function originOfNaming(naming: Omit<FunctionIdentity, 'id' | 'accountId'>): Uint8Array {
  const { provider, region, environment, name } = naming;
  return createHash('sha256')
    .update([provider, region, environment, name].join('\0'))
    .digest()
    .subarray(0, 8);
}

function functionName(span: Attributes, resource: Attributes, provider: string): string | null {
  const ofSpan = stringAttribute(span, 'faas.name');
  const ofResource = stringAttribute(resource, 'faas.name');
  // On Azure, one app (the resource) contains many functions, and only the span names its own.
  return provider === 'azure' ? (ofSpan ?? ofResource) : (ofResource ?? ofSpan);
}

/** Lambda's extension puts the function's region here; Cloudflare, the location of one call. */
function invokedRegion(resource: Attributes, provider: string): string | null {
  return provider === 'cloudflare' ? null : stringAttribute(resource, 'faas.invoked_region');
}
