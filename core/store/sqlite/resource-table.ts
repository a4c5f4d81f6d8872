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

/** More functions' instances than this, or more text of them, only cost another look-up. */
const MOST_REMEMBERED = 5000;
const MOST_REMEMBERED_CHARACTERS = 16 * 1024 * 1024;

export function createResourceTable(db: Database.Database): ResourceTable {
  const find = db.prepare<[Buffer], number>('SELECT id FROM resource WHERE hash = ?').pluck();
  const insert = db.prepare<[Buffer, string, string, Buffer, string]>(
    'INSERT INTO resource (hash, service, environment, origin, attributes) VALUES (?, ?, ?, ?, ?)',
  );
  const read = db.prepare<[number], string>('SELECT attributes FROM resource WHERE id = ?').pluck();

  let byObject = new WeakMap<Resource, StoredResource>();
  const byHash = new Map<string, StoredResource>();
  const byId = new Map<number, StoredResource>();

  let characters = 0;

  const forget = (): void => {
    byHash.clear();
    byId.clear();
    characters = 0;
  };

  const remember = (stored: StoredResource, length: number): StoredResource => {
    if (byId.size >= MOST_REMEMBERED || characters + length > MOST_REMEMBERED_CHARACTERS) forget();
    characters += length;
    byId.set(stored.id, stored);
    byHash.set(stored.hash, stored);
    return stored;
  };

  const storeByContent = (resource: Resource): StoredResource => {
    const { hash, length } = identityOf(resource);
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
    return remember({ id, hash: hex, resource, environment, origin }, length);
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
      forget();
    },
  };
}

/** A hash, the same for the same attributes in any order, and how long they are as text. */
function identityOf(resource: Resource): { hash: Buffer; length: number } {
  const entries = Object.entries(resource.attributes).sort(([a], [b]) => (a < b ? -1 : 1));
  const text = JSON.stringify(entries);
  return { hash: createHash('sha256').update(text).digest().subarray(0, 16), length: text.length };
}
