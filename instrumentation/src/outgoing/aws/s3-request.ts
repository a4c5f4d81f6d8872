import { decode } from '../decode';
import type { OutgoingRequest } from '../outgoing-request';

/** What a request to S3 is about. `bucket` and `key` may be missing; neither is URL-encoded. */
export interface S3Request {
  readonly operation: string | undefined;
  readonly bucket: string | undefined;
  readonly key: string | undefined;
}

const VIRTUAL_HOST =
  /^(.+?)\.(?:s3|s3express|s3-accesspoint)(?:[.-][a-z0-9.-]+)?\.(?:amazonaws\.com(?:\.cn)?|api\.aws)$/;

/**
 * Reads operation, bucket and key from address and query. Behind hosts that are not AWS's the first part of the path
 * is taken for the bucket, as S3's look-alikes want it.
 */
export function s3Request({ method, target, host, header }: OutgoingRequest): S3Request {
  const [path = '', query = ''] = target.split('?', 2);
  const segments = path.split('/').slice(1);
  const hosted = VIRTUAL_HOST.exec(host)?.[1];
  const bucket = hosted ?? (decode(segments.shift() ?? '') || undefined);
  const key = decode(segments.join('/')) || undefined;
  const level = key ? 'Object' : bucket ? 'Bucket' : 'Service';
  const copy = header('x-amz-copy-source') === undefined ? '' : '&copy';
  return {
    operation: /x-id=(\w+)/.exec(query)?.[1] ?? operationOf(method, level, `&${query}${copy}`),
    bucket,
    key,
  };
}

// What is not named by verb and level. Newer clients say the operation in the query; the first line that fits counts.
const OPERATIONS: ReadonlyArray<readonly [call: RegExp, operation: string]> = [
  [/^GET Service/, 'ListBuckets'],
  [/^POST Object.*&uploads/, 'CreateMultipartUpload'],
  [/^POST Object.*&uploadId/, 'CompleteMultipartUpload'],
  [/^GET Object.*&uploadId/, 'ListParts'],
  [/^DELETE Object.*&uploadId/, 'AbortMultipartUpload'],
  [/^PUT Object.*&uploadId.*&copy$/, 'UploadPartCopy'],
  [/^PUT Object.*&uploadId/, 'UploadPart'],
  [/^PUT Object.*&copy$/, 'CopyObject'],
  [/^POST Bucket.*&delete/, 'DeleteObjects'],
  [/^GET Bucket.*&versions/, 'ListObjectVersions'],
  [/^GET Bucket.*&uploads/, 'ListMultipartUploads'],
  [/^GET Bucket.*&list-type=2/, 'ListObjectsV2'],
  [/^GET Bucket/, 'ListObjects'],
  [/^PUT Bucket/, 'CreateBucket'],
  [/^POST|Service/, ''],
];

// Query parameters that choose another operation; the rest (prefix, versionId, partNumber...) are its input.
const SUBRESOURCE = /&(acl|tagging|policy|cors|lifecycle|versioning|location|encryption)\b/;

/** The operation's name where the client does not tell it; `undefined` for the rarest. */
function operationOf(method: string, level: string, query: string): string | undefined {
  const named = `${capitalised(method.toLowerCase())}${level}`;
  const subresource = SUBRESOURCE.exec(query)?.[1];
  if (subresource) return named + capitalised(subresource);
  const call = `${method} ${level}${query}`;
  return (OPERATIONS.find(([pattern]) => pattern.test(call))?.[1] ?? named) || undefined;
}

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
