import { defined } from '../../trace/attributes';
import { decode } from '../decode';
import { describeHttp } from '../describe-http';
import type {
  AnswerDescription,
  BodyDescription,
  CallAttributes,
  CallDescription,
  OutgoingRequest,
  OutgoingResponse,
} from '../outgoing-request';
import { bodyFields, bodyKeys } from './body-fields';
import { s3Request } from './s3-request';
import { awsScope } from './scope';
import { AWS_SERVICES, resourceName, WHOLE_RESOURCES } from './services';

/** What a request says before its body is read. */
interface AwsCall {
  readonly operation: string | undefined;
  /** Tables, queues, topics...: their names, addresses or ARNs. */
  readonly resources: readonly string[];
  readonly attributes?: CallAttributes;
}

/**
 * A call of an AWS API as the conventions for AWS SDKs tell it, from the request alone. The name is theirs,
 * `DynamoDB.GetItem`, and what it is about: `DynamoDB.GetItem orders`. `undefined` when it is no such call.
 */
export function describeAws(request: OutgoingRequest): CallDescription | undefined {
  const scope = awsScope(request);
  if (scope === undefined) return undefined;
  const { service, region } = scope;
  const [name = displayName(service), fields = [], system] = AWS_SERVICES[service] ?? [];
  const tell = ({ operation, resources, attributes }: AwsCall): BodyDescription => {
    const names = resources.map(resourceName);
    const called = operation ? `${name}.${operation}` : `${name} ${request.method}`;
    return {
      name: names.length > 0 ? `${called} ${names.join(', ')}` : called,
      attributes: defined({
        'rpc.method': operation && `${name}/${operation}`,
        ...(attributes ?? attributesOf(name, system, operation, resources, names)),
      }) as CallAttributes,
    };
  };
  const whole = wholeCall(name, request, region);
  const head = whole ?? headCall(request);
  const { attributes, ...told } = tell(head);
  const attempt = Number(/attempt=(\d+)/.exec(request.header('amz-sdk-request') ?? '')?.[1]);
  return {
    ...told,
    attributes: {
      ...describeHttp(request).attributes,
      'rpc.system.name': 'aws-api',
      ...(region ? { 'cloud.region': region } : {}),
      ...(attempt > 1 ? { 'http.request.resend_count': attempt - 1 } : {}),
      ...attributes,
    },
    describeBody: whole
      ? undefined
      : (body) => {
          const operation = head.operation ?? bodyFields(body, ['Action'])[0];
          const keys = bodyKeys(body, 'RequestItems');
          const found = keys.length > 0 ? keys : bodyFields(body, fields);
          if (operation === head.operation && found.length === 0) return undefined;
          return tell({ operation, resources: found.length > 0 ? found : head.resources });
        },
    describeAnswer,
  };
}

const INVOCATIONS: Readonly<Record<string, string>> = {
  invocations: 'Invoke',
  'response-streaming-invocations': 'InvokeWithResponseStream',
  'invoke-async': 'InvokeAsync',
};

/** Calls that their head tells completely. */
function wholeCall(
  service: string,
  request: OutgoingRequest,
  region: string | undefined,
): AwsCall | undefined {
  if (service === 'S3') {
    const { operation, bucket, key } = s3Request(request);
    const attributes = defined({ 'aws.s3.bucket': bucket, 'aws.s3.key': key }) as CallAttributes;
    return { operation, resources: bucket ? [bucket] : [], attributes };
  }
  if (service !== 'Lambda') return undefined;
  const [, encoded, action = ''] =
    /^\/[\d-]+\/functions\/([^/?]+)(?:\/([a-z-]+))?/.exec(request.target) ?? [];
  // A name, account:function:name or an ARN, each with an optional version.
  const name = encoded && /^(?:.*function:)?([^:]*)/.exec(decode(encoded))?.[1];
  const operation = INVOCATIONS[action];
  const invoked = {
    'faas.invoked_name': name,
    'faas.invoked_provider': 'aws',
    'faas.invoked_region': region,
  };
  return {
    operation,
    resources: name ? [name] : [],
    attributes: (operation && name ? defined(invoked) : {}) as CallAttributes,
  };
}

/** The operation that a header, the path or the query names; the query protocol says it in the body. */
function headCall({ header, target }: OutgoingRequest): AwsCall {
  const named = header('x-amz-target');
  return {
    operation: named
      ? named.slice(named.lastIndexOf('.') + 1)
      : /(?:\/operation\/|[?&]Action=)(\w+)/.exec(target)?.[1],
    // Clients of SQS's older protocol post to the queue's own path.
    resources: /^\/\d{12}\/([\w.-]+)/.exec(target)?.slice(1) ?? [],
  };
}

function attributesOf(
  service: string,
  system: string | undefined,
  operation = '',
  resources: readonly string[],
  names: readonly string[],
): Readonly<Record<string, string | string[] | undefined>> {
  const [resource] = resources;
  const [name] = names;
  const whole = WHOLE_RESOURCES.find(([part]) => resource?.includes(part));
  return {
    ...(whole ? { [whole[1]]: resource } : {}),
    ...(system && {
      'messaging.system.name': system,
      'messaging.destination.name': name,
      'messaging.operation.name': operation || undefined,
      'messaging.operation.type': /^(Send|Publish|PutE)/.test(operation)
        ? 'send'
        : /^Receive/.test(operation)
          ? 'receive'
          : /^Delete.*Message/.test(operation)
            ? 'settle'
            : undefined,
    }),
    ...(service === 'DynamoDB' && {
      'db.system.name': 'aws.dynamodb',
      'db.operation.name': operation || undefined,
      'db.collection.name': names.length === 1 ? name : undefined,
      'aws.dynamodb.table_names': name === undefined ? undefined : [...names],
    }),
    ...(service === 'Kinesis' && { 'aws.kinesis.stream_name': name }),
  };
}

function displayName(service: string): string {
  return service.length <= 3 ? service.toUpperCase() : service.charAt(0).toUpperCase() + service.slice(1);
}

function describeAnswer({ status, header }: OutgoingResponse): AnswerDescription {
  return {
    attributes: defined({
      'aws.request_id':
        header('x-amzn-requestid') ?? header('x-amzn-request-id') ?? header('x-amz-request-id'),
      'aws.extended_request_id': header('x-amz-id-2'),
    }) as CallAttributes,
    // "ResourceNotFoundException:http://internal..." in some services.
    errorType: status >= 400 ? header('x-amzn-errortype')?.split(':')[0] : undefined,
  };
}
