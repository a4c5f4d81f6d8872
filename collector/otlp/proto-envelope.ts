import type { Resource, Scope } from '@/core/model/telemetry';
import { MAX_NAME_BYTES } from './limits';
import { ProtoReader } from './proto-reader';
import { readAttribute } from './proto-values';
import { ResourceCache } from './resource-cache';
import { AttributeSink } from './values';

/** Shared by all bodies of this thread. */
const RESOURCES = new ResourceCache();

type ReadRecord = (reader: ProtoReader, resource: Resource, scope: Scope) => void;

/**
 * Walks an export request of any signal: resource, then scope, then record. All signals share these field numbers, so only
 * `readRecord`, called at each record, can tell which one it is.
 */
export function readEnvelope(reader: ProtoReader, readRecord: ReadRecord): void {
  while (reader.next()) {
    if (reader.field === 1) reader.message(() => readResourceRecords(reader, readRecord));
    else reader.skip();
  }
}

/** Makes two passes, because a resource may follow its scopes on the wire. */
function readResourceRecords(reader: ProtoReader, readRecord: ReadRecord): void {
  let resource: Resource = { attributes: new AttributeSink().done() };
  while (reader.next()) {
    if (reader.field === 1) resource = RESOURCES.get(reader.data(), readResource);
    else reader.skip();
  }
  reader.rewind();
  while (reader.next()) {
    if (reader.field === 2) reader.message(() => readScopeRecords(reader, resource, readRecord));
    else reader.skip();
  }
}

/** Makes two passes, because a scope may follow its records on the wire. */
function readScopeRecords(reader: ProtoReader, resource: Resource, readRecord: ReadRecord): void {
  let scope: Scope = { name: '', version: '', attributes: new AttributeSink().done() };
  while (reader.next()) {
    if (reader.field === 1) scope = reader.message(readScope);
    else reader.skip();
  }
  reader.rewind();
  while (reader.next()) {
    if (reader.field === 2) readRecord(reader, resource, scope);
    else reader.skip();
  }
}

function readResource(bytes: Buffer): Resource {
  const reader = new ProtoReader(bytes);
  const sink = new AttributeSink();
  while (reader.next()) {
    if (reader.field === 1) readAttribute(reader, sink);
    else reader.skip();
  }
  return { attributes: sink.done() };
}

function readScope(reader: ProtoReader): Scope {
  const sink = new AttributeSink();
  let name = '';
  let version = '';
  while (reader.next()) {
    if (reader.field === 1) name = reader.text(MAX_NAME_BYTES);
    else if (reader.field === 2) version = reader.text(MAX_NAME_BYTES);
    else if (reader.field === 3) readAttribute(reader, sink);
    else reader.skip();
  }
  return { name, version, attributes: sink.done() };
}
