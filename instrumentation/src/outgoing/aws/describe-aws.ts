import { decode } from '../decode';
import { describeHttp } from '../describe-http';
import type {
  AnswerDescription,
  CallAttributes,
  CallDescription,
  OutgoingRequest,
  OutgoingResponse,
} from '../outgoing-request';
import { bodyFields } from './body-fields';
import { s3Request } from './s3-request';
import { type AwsScope, awsScope } from './scope';
import { AWS_SERVICES, type AwsService } from './services';

interface AwsCall {
  readonly operation: string | undefined;
  /** What the name ends with. */
  readonly label: string | undefined;
  readonly attributes: CallAttributes;
}

/**
 * A call of an AWS API as the conventions for AWS SDKs tell it, from the request alone. The name is theirs,
 * `DynamoDB.GetItem`, and what it is about: `DynamoDB.GetItem orders`. `undefined` when it is no such call.
 */
export function describeAws(request: OutgoingRequest): CallDescription | undefined {
  const scope = awsScope(request);
  if (scope === undefined) return undefined;
  const service = AWS_SERVICES[scope.service] ?? { name: displayName(scope.service) };
  if (service.name === 'S3') return describeCall(request, scope, service, s3Call(request));
  if (service.name === 'Lambda') return describeCall(request, scope, service, lambdaCall(request, scope));

  const operation = headOperation(request);
  const resources = service.pathResources?.(request.target) ?? [];
  return {
    ...describeCall(request, scope, service, serviceCall(service, operation, resources)),
    describeBody: (body) => {
      const named = operation ?? bodyFields(body, 'Action')[0];
      const found = service.resources?.(body) ?? [];
      if (named === operation && found.length === 0) return undefined;
      const call = serviceCall(service, named, found.length > 0 ? found : resources);
      return { name: nameOf(request, service, call), attributes: ownAttributes(service, call) };
    },
  };
}

function serviceCall(
  service: AwsService,
  operation: string | undefined,
  resources: readonly string[],
): AwsCall {
  const labels = resources.map((resource) => service.label?.(resource) ?? resource);
  return {
    operation,
    label: labels.length > 0 ? labels.join(', ') : undefined,
    attributes: service.attributes?.(resources, operation) ?? {},
  };
}

function s3Call(request: OutgoingRequest): AwsCall {
  const { operation, bucket, key } = s3Request(request);
  return {
    operation,
    label: bucket,
    attributes: { ...(bucket ? { 'aws.s3.bucket': bucket } : {}), ...(key ? { 'aws.s3.key': key } : {}) },
  };
}

const FUNCTION_PATH = /^\/[\d-]+\/functions\/([^/?]+)(?:\/([a-z-]+))?/;
const INVOCATIONS: Readonly<Record<string, string>> = {
  invocations: 'Invoke',
  'response-streaming-invocations': 'InvokeWithResponseStream',
  'invoke-async': 'InvokeAsync',
};

function lambdaCall({ target }: OutgoingRequest, { region }: AwsScope): AwsCall {
  const [, encoded, action = ''] = FUNCTION_PATH.exec(target) ?? [];
  const id = encoded && decode(encoded);
  // A name, account:function:name or an ARN, each with an optional version.
  const name = id && (/function:([^:]+)/.exec(id)?.[1] ?? id.split(':')[0]);
  const operation = INVOCATIONS[action];
  const invoked = operation !== undefined && name !== undefined;
  return {
    operation,
    label: name,
    attributes: invoked
      ? {
          'faas.invoked_name': name,
          'faas.invoked_provider': 'aws',
          ...(region ? { 'faas.invoked_region': region } : {}),
        }
      : {},
  };
}

function describeCall(
  request: OutgoingRequest,
  scope: AwsScope,
  service: AwsService,
  call: AwsCall,
): CallDescription {
  const attempt = Number(/attempt=(\d+)/.exec(request.header('amz-sdk-request') ?? '')?.[1] ?? 1);
  return {
    name: nameOf(request, service, call),
    attributes: {
      ...describeHttp(request).attributes,
      'rpc.system.name': 'aws-api',
      ...(scope.region ? { 'cloud.region': scope.region } : {}),
      ...(attempt > 1 ? { 'http.request.resend_count': attempt - 1 } : {}),
      ...ownAttributes(service, call),
    },
    describeAnswer,
  };
}

function nameOf({ method }: OutgoingRequest, { name }: AwsService, { operation, label }: AwsCall): string {
  const called = operation ? `${name}.${operation}` : `${name} ${method}`;
  return label ? `${called} ${label}` : called;
}

function ownAttributes({ name }: AwsService, { operation, attributes }: AwsCall): CallAttributes {
  return operation ? { 'rpc.method': `${name}/${operation}`, ...attributes } : attributes;
}

/** The operation that a header, the path or the query names; the query protocol says it in the body. */
function headOperation({ header, target }: OutgoingRequest): string | undefined {
  const named = header('x-amz-target');
  if (named) return named.slice(named.lastIndexOf('.') + 1);
  return /\/operation\/(\w+)/.exec(target)?.[1] ?? /[?&]Action=(\w+)/.exec(target)?.[1];
}

function displayName(service: string): string {
  return service.length <= 3 ? service.toUpperCase() : service.charAt(0).toUpperCase() + service.slice(1);
}

function describeAnswer({ status, header }: OutgoingResponse): AnswerDescription {
  const id = header('x-amzn-requestid') ?? header('x-amzn-request-id') ?? header('x-amz-request-id');
  const extendedId = header('x-amz-id-2');
  return {
    attributes: {
      ...(id ? { 'aws.request_id': id } : {}),
      ...(extendedId ? { 'aws.extended_request_id': extendedId } : {}),
    },
    // "ResourceNotFoundException:http://internal..." in some services.
    errorType: status >= 400 ? header('x-amzn-errortype')?.split(':')[0] : undefined,
  };
}
