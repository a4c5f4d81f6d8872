import { type Attributes, stringAttribute } from './attributes';

/** Platforms that run only functions (or containers started per request), with their provider. */
const PROVIDER_OF_PLATFORM: ReadonlyMap<string, string> = new Map([
  ['aws_lambda', 'aws'],
  ['gcp_cloud_functions', 'gcp'],
  ['gcp_cloud_run', 'gcp'],
  ['azure.functions', 'azure'],
  ['cloudflare.workers', 'cloudflare'],
  ['alibaba_cloud_fc', 'alibaba_cloud'],
  ['tencent_cloud_scf', 'tencent_cloud'],
]);

/** The value of `cloud.platform` in its current spelling, or null. */
export function platformOf(attributes: Attributes): string | null {
  const platform = stringAttribute(attributes, 'cloud.platform');
  return platform === 'azure_functions' ? 'azure.functions' : platform;
}

/** The provider of a platform, or null for a platform that is not known to run functions. */
export function providerOfPlatform(platform: string | null): string | null {
  return platform === null ? null : (PROVIDER_OF_PLATFORM.get(platform) ?? null);
}

/** Whether a resource describes a serverless function. */
export function isFaasResource(resource: Attributes): boolean {
  return (
    stringAttribute(resource, 'faas.name') !== null ||
    providerOfPlatform(platformOf(resource)) !== null ||
    runsOn(resource) !== null
  );
}

/**
 * The platform, and provider, where `cloud.platform` has no value for it: `vercel`, or `deno` for the runtime's own telemetry,
 * whose only server spans are those of its handler. Null for all others.
 */
export function runsOn(resource: Attributes): 'vercel' | 'deno' | null {
  if (resource['telemetry.sdk.name'] === 'deno-opentelemetry') return 'deno';
  for (const name in resource) if (name.startsWith('vercel.')) return 'vercel';
  return null;
}

const LAMBDA_LOG_GROUP = '/aws/lambda/';

/** The name of the Lambda function whose own log group a resource names, or null. */
export function lambdaOfLogGroup(resource: Attributes): string | null {
  const value = resource['aws.log.group.names'] ?? resource['cloudwatch.log.group.name'];
  const group: unknown = Array.isArray(value) ? value[0] : value;
  return typeof group === 'string' &&
    group.startsWith(LAMBDA_LOG_GROUP) &&
    group.length > LAMBDA_LOG_GROUP.length
    ? group.slice(LAMBDA_LOG_GROUP.length)
    : null;
}

/** The parts of a Lambda function's ARN; `version` is null without a qualifier. */
export interface LambdaArn {
  readonly region: string;
  readonly accountId: string;
  readonly name: string;
  readonly version: string | null;
}

/** Parses `arn:aws:lambda:<region>:<account>:function:<name>[:<version>]` (any AWS partition); null for anything else. */
export function parseLambdaArn(text: string | null): LambdaArn | null {
  const match = /^arn:aws[\w-]*:lambda:([^:]*):([^:]*):function:([^:]+)(?::([^:]+))?$/.exec(text ?? '');
  if (!match) return null;
  const [, region = '', accountId = '', name = '', version] = match;
  return { region, accountId, name, version: version ?? null };
}

/** The ARN of the Lambda function that a span or its resource names; attributes must have their current names. */
export function lambdaArnOf(span: Attributes, resource: Attributes): LambdaArn | null {
  return parseLambdaArn(
    stringAttribute(span, 'cloud.resource_id') ??
      stringAttribute(resource, 'cloud.resource_id') ??
      stringAttribute(span, 'function_arn'),
  );
}
