import type { OutgoingRequest } from '../outgoing-request';

/** Which AWS service a request goes to. */
export interface AwsScope {
  /** The name that requests are signed for: `dynamodb`, `events`, `states`... */
  readonly service: string;
  readonly region: string | undefined;
}

// Signature versions 4 (with a region) and 4a (without one).
const CREDENTIAL = /Credential=[^/,]+\/\d{8}\/(?:([a-z0-9-]+)\/)?([a-z0-9-]+)\/aws4_request/;
const QUERY_CREDENTIAL = /X-Amz-Credential=[^&]+?%2F\d{8}%2F(?:([a-z0-9-]+)%2F)?([a-z0-9-]+)%2Faws4_request/i;
const REGION = /^[a-z]{2}(?:-[a-z]+)+-\d$/;

// Signed like AWS's own APIs, but they carry the requests of somebody's application.
const USER_APIS = new Set([
  'execute-api',
  'appsync',
  'es',
  'aoss',
  'vpc-lattice-svcs',
  'iotdevicegateway',
  'iotdata',
  'neptune-db',
]);

/** Reads the scope from the signature, or else from the host name; `undefined` when the request is none of AWS's. */
export function awsScope(request: OutgoingRequest): AwsScope | undefined {
  const scope = signedScope(request) ?? hostScope(request.host);
  if (scope === undefined || USER_APIS.has(scope.service)) return undefined;
  // A function URL is signed for "lambda" too.
  return request.host.endsWith('.on.aws') ? undefined : scope;
}

function signedScope({ header, target }: OutgoingRequest): AwsScope | undefined {
  const authorization = header('authorization');
  const match = authorization?.startsWith('AWS4-')
    ? CREDENTIAL.exec(authorization)
    : target.includes('Credential=')
      ? QUERY_CREDENTIAL.exec(target)
      : null;
  const [, region, service] = match ?? [];
  return service === undefined ? undefined : { service, region };
}

/** Some calls are not signed, those that fetch credentials for example. */
function hostScope(host: string): AwsScope | undefined {
  const domain = /\.(?:amazonaws\.com(?:\.cn)?|api\.aws)$/.exec(host);
  if (domain === null) return undefined;
  const labels = host.slice(0, domain.index).split('.');
  const region = labels.find((label) => REGION.test(label));
  const names = labels.filter((label) => label !== region && label !== 'dualstack');
  const service = names.at(-1)?.replace(/-fips$/, '');
  if (service === undefined) return undefined;
  return { service: /^s3(?:$|-)/.test(service) ? 's3' : service, region };
}
