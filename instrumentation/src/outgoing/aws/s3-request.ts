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
export function s3Request(request: OutgoingRequest): S3Request {
  const [path = '', search = ''] = request.target.split('?', 2);
  const segments = path.split('/').slice(1);
  const hosted = VIRTUAL_HOST.exec(request.host)?.[1];
  const bucket = hosted ?? (decode(segments.shift() ?? '') || undefined);
  const key = decode(segments.join('/')) || undefined;
  const query = queryOf(search);
  return { operation: query.get('x-id') ?? operationOf(request, bucket, key, query), bucket, key };
}

/** Names to values; a name without a value has the empty one. */
function queryOf(search: string): ReadonlyMap<string, string> {
  return new Map(
    search.split('&').map((pair) => {
      const [name = '', value = ''] = pair.split('=', 2);
      return [name, value];
    }),
  );
}

const VERBS: Readonly<Record<string, string>> = { GET: 'Get', PUT: 'Put', DELETE: 'Delete', HEAD: 'Head' };

// Query parameters that choose another operation; the rest (prefix, versionId, partNumber...) are its input.
const SUBRESOURCES = [
  'acl',
  'tagging',
  'policy',
  'cors',
  'lifecycle',
  'versioning',
  'location',
  'encryption',
];

/** The operation's name where the client does not tell it; `undefined` for the rarest. */
function operationOf(
  { method, header }: OutgoingRequest,
  bucket: string | undefined,
  key: string | undefined,
  query: ReadonlyMap<string, string>,
): string | undefined {
  const verb = VERBS[method];
  if (bucket === undefined) return method === 'GET' ? 'ListBuckets' : undefined;
  const subresource = SUBRESOURCES.find((name) => query.has(name));
  if (subresource && verb) return `${verb}${key ? 'Object' : 'Bucket'}${capitalised(subresource)}`;
  if (key !== undefined) return objectOperation(method, query, header('x-amz-copy-source') !== undefined);
  if (method === 'POST') return query.has('delete') ? 'DeleteObjects' : undefined;
  if (method === 'GET') {
    if (query.has('versions')) return 'ListObjectVersions';
    if (query.has('uploads')) return 'ListMultipartUploads';
    return query.get('list-type') === '2' ? 'ListObjectsV2' : 'ListObjects';
  }
  return method === 'PUT' ? 'CreateBucket' : verb && `${verb}Bucket`;
}

function objectOperation(
  method: string,
  query: ReadonlyMap<string, string>,
  isCopy: boolean,
): string | undefined {
  const isMultipart = query.has('uploadId');
  if (method === 'POST') {
    if (query.has('uploads')) return 'CreateMultipartUpload';
    return isMultipart ? 'CompleteMultipartUpload' : undefined;
  }
  if (method === 'GET' && isMultipart) return 'ListParts';
  if (method === 'DELETE' && isMultipart) return 'AbortMultipartUpload';
  if (method !== 'PUT') return VERBS[method] && `${VERBS[method]}Object`;
  if (isMultipart) return isCopy ? 'UploadPartCopy' : 'UploadPart';
  return isCopy ? 'CopyObject' : 'PutObject';
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
