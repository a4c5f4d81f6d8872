/**
 * What kind of thing a dependency is, the most telling first; `service` is what a cloud offers beyond the kinds before it,
 * `other` what no call told.
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

/** Of services of AWS, as their SDKs call them, in lower case; all others are a `service`. */
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
