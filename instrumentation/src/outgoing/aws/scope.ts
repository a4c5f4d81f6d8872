import type { OutgoingRequest } from '../outgoing-request';

/** Which AWS service a request goes to. */
export interface AwsScope {
  /** The name that requests are signed for: `dynamodb`, `events`, `states`... */
  readonly service: string;
  readonly region: string | undefined;
}

// Signature versions 4 (with a region) and 4a (without one), in the header or, percent-encoded, in a query.
const CREDENTIAL =
  /Credential=[^,&]+?(?:\/|%2F)\d{8}(?:\/|%2F)(?:([a-z0-9-]+)(?:\/|%2F))?([a-z0-9-]+)(?:\/|%2F)aws4_request/i;

// Some calls are not signed, those that fetch credentials for example.
const HOST =
  /^(?:.+?\.)??([a-z0-9-]+?)(?:-fips)?(?:\.dualstack)?(?:\.([a-z]{2}(?:-[a-z]+)+-\d))?\.(?:amazonaws\.com(?:\.cn)?|api\.aws)$/;

// Signed like AWS's own APIs, but they carry the requests of somebody's application.
const USER_API = /^(execute-api|appsync|es|aoss|vpc-lattice-svcs|iotdevicegateway|iotdata|neptune-db)$/;

/** Reads the scope from the signature, or else from the host name; `undefined` when the request is none of AWS's. */
export function awsScope({ header, target, host }: OutgoingRequest): AwsScope | undefined {
  const authorization = header('authorization') ?? '';
  const signed = authorization.startsWith('AWS4-') ? authorization : target;
  // Most calls are none of AWS's, and finding a word is cheaper than an expression that does not match.
  const signature = signed.includes('Credential=') ? CREDENTIAL.exec(signed) : null;
  const [, named, place] = host.includes('aws') ? (HOST.exec(host) ?? []) : [];
  const service = signature?.[2] ?? named?.replace(/^s3-.*/, 's3');
  // A function URL is signed for "lambda" too.
  if (service === undefined || USER_API.test(service) || host.endsWith('.on.aws')) return undefined;
  return { service, region: signature ? signature[1] : place };
}
