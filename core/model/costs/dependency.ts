import { type Attributes, stringAttribute } from '../attributes';
import { normaliseAttributes } from '../normalise';
import type { Span } from '../telemetry';
import { type DependencyKind, kindOfAwsService } from './dependency-kind';

const LONGEST = 120;

/** Attributes that name the resource of an AWS call, and the service when only one has the attribute. */
const RESOURCES: readonly (readonly [key: string, service: string | null])[] = [
  ['aws.s3.bucket', 'S3'],
  ['aws.kinesis.stream_name', 'Kinesis'],
  ['aws.step_functions.state_machine.arn', 'SFN'],
  ['aws.secretsmanager.secret.arn', 'SecretsManager'],
  ['db.collection.name', null],
  ['messaging.destination.name', null],
  ['faas.invoked_name', null],
];

/** The service's name for each name that emitters of AWS spans use. */
const SERVICE_OF_SYSTEM: ReadonlyMap<string, string> = new Map([
  ['aws_sqs', 'SQS'],
  ['aws.sqs', 'SQS'],
  ['aws_sns', 'SNS'],
  ['aws.sns', 'SNS'],
  ['aws.eventbridge', 'EventBridge'],
  ['aws.dynamodb', 'DynamoDB'],
  ['dynamodb', 'DynamoDB'],
]);

/** The target of a call. */
export interface Dependency {
  /** Empty when the span does not say. */
  readonly name: string;
  readonly kind: DependencyKind;
}

const UNKNOWN: Dependency = { name: '', kind: 'other' };

/**
 * The target of a call, in a short and stable name: an AWS service and its resource (`DynamoDB orders`), a queue, another
 * function, a database (`postgresql db.internal/shop`), else a host (`api.example.com`).
 */
export function dependencyOf(span: Pick<Span, 'attributes'>): Dependency {
  const attributes = normaliseAttributes(span.attributes);
  const found =
    awsService(attributes) ??
    named('messaging', messaging(attributes)) ??
    named('function', prefixed('function', stringAttribute(attributes, 'faas.invoked_name'))) ??
    named('database', database(attributes)) ??
    named(isRpc(attributes) ? 'rpc' : 'http', hostOf(attributes)) ??
    named('rpc', stringAttribute(attributes, 'rpc.service'));
  return found ?? UNKNOWN;
}

function named(kind: DependencyKind, name: string | null): Dependency | null {
  return name === null || name === '' ? null : { name: name.slice(0, LONGEST), kind };
}

function isRpc(attributes: Attributes): boolean {
  return 'rpc.system.name' in attributes || 'rpc.system' in attributes || 'rpc.service' in attributes;
}

function awsService(attributes: Attributes): Dependency | null {
  const known = RESOURCES.find(([key]) => stringAttribute(attributes, key) !== null);
  const service = serviceNamed(attributes) ?? known?.[1] ?? null;
  if (service === null) return null;
  const about = known ? stringAttribute(attributes, known[0]) : tableOf(attributes);
  const name = about === null ? service : `${service} ${lastPart(about)}`;
  return named(kindOfAwsService(service), name);
}

function serviceNamed(attributes: Attributes): string | null {
  const system = stringAttribute(attributes, 'rpc.system.name') ?? stringAttribute(attributes, 'rpc.system');
  if (system === 'aws-api') {
    const method = stringAttribute(attributes, 'rpc.method') ?? '';
    const slash = method.indexOf('/');
    const named = slash > 0 ? method.slice(0, slash) : stringAttribute(attributes, 'rpc.service');
    if (named !== null) return named;
  }
  const other =
    stringAttribute(attributes, 'messaging.system.name') ??
    stringAttribute(attributes, 'messaging.system') ??
    databaseSystem(attributes);
  return (other !== null && SERVICE_OF_SYSTEM.get(other)) || null;
}

function tableOf(attributes: Attributes): string | null {
  const tables = attributes['aws.dynamodb.table_names'];
  const first = Array.isArray(tables) && tables.length === 1 ? tables[0] : null;
  return typeof first === 'string' && first !== '' ? first : null;
}

function messaging(attributes: Attributes): string | null {
  const system =
    stringAttribute(attributes, 'messaging.system.name') ?? stringAttribute(attributes, 'messaging.system');
  const destination = stringAttribute(attributes, 'messaging.destination.name');
  return system === null ? null : [system, destination].filter((part) => part !== null).join(' ');
}

function database(attributes: Attributes): string | null {
  const system = databaseSystem(attributes);
  if (system === null) return null;
  const host = hostOf(attributes);
  const namespace = stringAttribute(attributes, 'db.namespace') ?? stringAttribute(attributes, 'db.name');
  const place = [host, namespace].filter((part) => part !== null).join('/');
  return place === '' ? system : `${system} ${place}`;
}

function databaseSystem(attributes: Attributes): string | null {
  return stringAttribute(attributes, 'db.system.name') ?? stringAttribute(attributes, 'db.system');
}

function hostOf(attributes: Attributes): string | null {
  const host =
    stringAttribute(attributes, 'server.address') ??
    stringAttribute(attributes, 'net.peer.name') ??
    hostOfUrl(stringAttribute(attributes, 'url.full')) ??
    stringAttribute(attributes, 'peer.service');
  return host?.toLowerCase().replace(/:\d+$/, '') ?? null;
}

function hostOfUrl(url: string | null): string | null {
  return (url !== null && /^[a-z][\w+.-]*:\/\/(?:[^/?#]*@)?([^/?#:]+)/i.exec(url)?.[1]) || null;
}

function prefixed(prefix: string, name: string | null): string | null {
  return name === null ? null : `${prefix} ${name}`;
}

/** The part of an ARN or address that people know it by. */
function lastPart(resource: string): string {
  return resource.slice(Math.max(resource.lastIndexOf(':'), resource.lastIndexOf('/')) + 1) || resource;
}
