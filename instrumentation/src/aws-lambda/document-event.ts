import { decode } from '../outgoing/decode';
import type { EventDescription } from '../platform';
import { at, textAt, textOf, type UnknownRecord } from '../value';

const OPERATIONS: Readonly<Record<string, string>> = { INSERT: 'insert', MODIFY: 'edit', REMOVE: 'delete' };

/** Changes of data: S3, DynamoDB Streams, DocumentDB. */
export function describeDocuments(
  source: string,
  changes: readonly UnknownRecord[],
): EventDescription | undefined {
  const [first = {}] = changes;
  const name = textOf(first.eventName);
  const shared = { 'faaslens.event_source': source, 'faaslens.batch.count': changes.length };
  switch (source) {
    case 'aws:s3': {
      const bucket = textAt(first, 's3.bucket.name');
      // S3 writes keys as a form does: `my+photo%281%29.jpg`.
      const key = decode(textAt(first, 's3.object.key')?.replaceAll('+', ' ') ?? '') || undefined;
      return {
        trigger: 'datasource',
        attributes: {
          ...shared,
          'aws.s3.bucket': bucket,
          'aws.s3.key': key,
          'faas.document.collection': bucket,
          'faas.document.operation': name?.includes('Removed') ? 'delete' : 'insert',
          'faas.document.name': key,
          'faas.document.time': textOf(first.eventTime),
        },
      };
    }
    case 'aws:dynamodb': {
      // arn:aws:dynamodb:<region>:<account>:table/<name>/stream/<time>
      const table = textOf(first.eventSourceARN)?.split('/')[1];
      return {
        trigger: 'datasource',
        attributes: {
          ...shared,
          'aws.dynamodb.table_names': table ? [table] : undefined,
          'faas.document.collection': table,
          'faas.document.operation': OPERATIONS[name ?? ''],
          'faas.document.time': timeOf(at(first, 'dynamodb.ApproximateCreationDateTime')),
        },
      };
    }
    case 'aws:docdb':
      return { trigger: 'datasource', attributes: { 'faaslens.event_source': source } };
    default:
      return undefined;
  }
}

function timeOf(epochSeconds: unknown): string | undefined {
  const isTime = typeof epochSeconds === 'number' && Math.abs(epochSeconds) < 1e11;
  return isTime ? new Date(epochSeconds * 1000).toISOString() : undefined;
}
