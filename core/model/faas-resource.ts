import { type Attributes, stringAttribute } from './attributes';

/** Platforms that run nothing but functions (or containers started per request), and whose they are. */
const PROVIDER_OF_PLATFORM: ReadonlyMap<string, string> = new Map([
  ['aws_lambda', 'aws'],
  ['gcp_cloud_functions', 'gcp'],
  ['gcp_cloud_run', 'gcp'],
  ['azure.functions', 'azure'],
  ['cloudflare.workers', 'cloudflare'],
  ['alibaba_cloud_fc', 'alibaba_cloud'],
  ['tencent_cloud_scf', 'tencent_cloud'],
]);

/** The value of `cloud.platform` in today's spelling, or null. */
export function platformOf(attributes: Attributes): string | null {
  const platform = stringAttribute(attributes, 'cloud.platform');
  return platform === 'azure_functions' ? 'azure.functions' : platform;
}

/** The provider that a platform belongs to, or null for one that is not known to run functions. */
export function providerOfPlatform(platform: string | null): string | null {
  return platform === null ? null : (PROVIDER_OF_PLATFORM.get(platform) ?? null);
}

/** Whether a resource says that it is a serverless function. */
export function isFaasResource(resource: Attributes): boolean {
  return (
    stringAttribute(resource, 'faas.name') !== null ||
    providerOfPlatform(platformOf(resource)) !== null ||
    isVercel(resource)
  );
}

export function isVercel(resource: Attributes): boolean {
  return Object.keys(resource).some((name) => name.startsWith('vercel.'));
}

/** What the ARN of a Lambda function says; `version` is null without a qualifier. */
export interface LambdaArn {
  readonly region: string;
  readonly accountId: string;
  readonly name: string;
  readonly version: string | null;
}

/** Parses `arn:aws:lambda:<region>:<account>:function:<name>[:<version>]` (any AWS partition); null for all else. */
export function parseLambdaArn(text: string | null): LambdaArn | null {
  const match = /^arn:aws[\w-]*:lambda:([^:]*):([^:]*):function:([^:]+)(?::([^:]+))?$/.exec(text ?? '');
  if (!match) return null;
  const [, region = '', accountId = '', name = '', version] = match;
  return { region, accountId, name, version: version ?? null };
}
