import { createHash } from 'node:crypto';
import type Database from 'better-sqlite3';
import { stringAttribute } from '../../model/attributes';
import { identifyFunction, originOf } from '../../model/function-identity';
import { normaliseAttributes } from '../../model/normalise';
import type { Resource } from '../../model/telemetry';

/** A resource with its row id and what rows copy from it. */
export interface StoredResource {
  readonly id: number;
  readonly hash: string;
  readonly resource: Resource;
  readonly environment: string;
  readonly origin: Buffer;
}

export interface ResourceTable {
  /** The row of these attributes, made when there is none yet. */
  store(resource: Resource): StoredResource;
  load(id: number): StoredResource;
  /** To be called after a rollback: ids given meanwhile may be given again. */
  forget(): void;
}

/** More functions' instances than this at once only cost another look-up. */
const MOST_REMEMBERED = 5000;

export function createResourceTable(db: Database.Database): ResourceTable {
  const find = db.prepare<[Buffer], number>('SELECT id FROM resource WHERE hash = ?').pluck();
  const insert = db.prepare<[Buffer, string, string, Buffer, string]>(
    'INSERT INTO resource (hash, service, environment, origin, attributes) VALUES (?, ?, ?, ?, ?)',
  );
  const read = db.prepare<[number], string>('SELECT attributes FROM resource WHERE id = ?').pluck();

  let byObject = new WeakMap<Resource, StoredResource>();
  const byHash = new Map<string, StoredResource>();
  const byId = new Map<number, StoredResource>();

  const remember = (stored: StoredResource): StoredResource => {
    if (byId.size >= MOST_REMEMBERED) {
      byId.clear();
      byHash.clear();
    }
    byId.set(stored.id, stored);
    byHash.set(stored.hash, stored);
    return stored;
  };

  const storeByContent = (resource: Resource): StoredResource => {
    const hash = hashOf(resource);
    const hex = hash.toString('hex');
    const known = byHash.get(hex);
    if (known) return known;
    const attributes = normaliseAttributes(resource.attributes);
    const { environment } = identifyFunction({}, attributes);
    const origin = Buffer.from(originOf(attributes));
    const service = stringAttribute(attributes, 'service.name') ?? '';
    const id =
      find.get(hash) ??
      Number(
        insert.run(hash, service, environment, origin, JSON.stringify(resource.attributes)).lastInsertRowid,
      );
    return remember({ id, hash: hex, resource, environment, origin });
  };

  return {
    store(resource) {
      const known = byObject.get(resource);
      if (known) return known;
      const stored = storeByContent(resource);
      byObject.set(resource, stored);
      return stored;
    },
    load(id) {
      const known = byId.get(id);
      if (known) return known;
      const text = read.get(id);
      if (text === undefined) throw new Error(`resource ${id} is missing`);
      return storeByContent({ attributes: JSON.parse(text) });
    },
    forget() {
      byObject = new WeakMap();
      byHash.clear();
      byId.clear();
    },
  };
}

/** The same for the same attributes in any order. */
function hashOf(resource: Resource): Buffer {
  const entries = Object.entries(resource.attributes).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(entries)).digest().subarray(0, 16);
}
