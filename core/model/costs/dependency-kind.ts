/**
 * The kind of a dependency, most specific first; `service` is a cloud service of none of the kinds before it, `other` is
 * unknown.
 */
export const DEPENDENCY_KINDS = [
  'function',
  'database',
  'messaging',
  'storage',
  'service',
  'rpc',
  'http',
  'other',
] as const;
export type DependencyKind = (typeof DEPENDENCY_KINDS)[number];

/** Kinds of AWS services, by the name that the SDKs use, in lower case; all others are a `service`. */
const KIND_OF_SERVICE: ReadonlyMap<string, DependencyKind> = new Map([
  ['dynamodb', 'database'],
  ['rds data', 'database'],
  ['redshift data', 'database'],
  ['timestream query', 'database'],
  ['timestream write', 'database'],
  ['sqs', 'messaging'],
  ['sns', 'messaging'],
  ['eventbridge', 'messaging'],
  ['kinesis', 'messaging'],
  ['firehose', 'messaging'],
  ['s3', 'storage'],
  ['efs', 'storage'],
  ['lambda', 'function'],
]);

export function kindOfAwsService(service: string): DependencyKind {
  return KIND_OF_SERVICE.get(service.toLowerCase()) ?? 'service';
}
