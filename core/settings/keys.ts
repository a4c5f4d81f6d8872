import type { Key as KeyRow } from '@/prisma/generated/client';
import { FaaslensError } from '../errors';
import type { Connection } from './connection';
import { newId, type RandomBytes } from './ids';
import { keyInputSchema, parseInput } from './inputs';
import { hashSecret, keyPrefix, looksLikeKey, newKeySecret, sameSecret } from './secrets';
import type { Key, KeySettings } from './settings';

const NOTE_USE_EVERY_MS = 60_000;

export interface KeyOptions {
  readonly adminKey: string | null;
  readonly now: () => number;
  readonly random: RandomBytes;
}

export function createKeySettings(connection: Connection, options: KeyOptions): KeySettings {
  const { prisma } = connection;
  const notedAt = new Map<string, number>();

  /**
   * Not awaited by `findKey`, and given up when another program writes just then: who shows a key must not wait for
   * the write lock. A missed note is no harm, the next use makes it. It still queues behind changes of this connection.
   */
  function noteUse(id: string): void {
    const now = options.now();
    if (now - (notedAt.get(id) ?? 0) < NOTE_USE_EVERY_MS) return;
    notedAt.set(id, now);
    connection
      .changeIfFree(() => prisma.key.updateMany({ where: { id }, data: { lastUsedAt: new Date(now) } }))
      .catch(() => notedAt.delete(id));
  }

  return {
    async createKey(input) {
      const { name, scope } = parseInput(keyInputSchema, input);
      const secret = newKeySecret(scope, options.random);
      const row = await connection.change(() =>
        prisma.key.create({
          data: {
            id: newId('key', options.now(), options.random),
            name,
            scope,
            prefix: keyPrefix(secret),
            hash: hashSecret(secret),
            createdAt: new Date(options.now()),
          },
        }),
      );
      return { key: toKey(row), secret };
    },

    async listKeys() {
      const rows = await prisma.key.findMany({ orderBy: [{ createdAt: 'desc' }, { id: 'desc' }] });
      return rows.map(toKey);
    },

    async revokeKey(id) {
      await connection.change(() =>
        prisma.key.updateMany({
          where: { id, revokedAt: null },
          data: { revokedAt: new Date(options.now()) },
        }),
      );
      const row = await prisma.key.findUnique({ where: { id } });
      if (row === null) throw new FaaslensError('not_found', `There is no key ${id}`);
      return toKey(row);
    },

    async findKey(secret) {
      if (options.adminKey !== null && sameSecret(secret, options.adminKey)) return ADMIN_KEY;
      if (!looksLikeKey(secret)) return null;
      const row = await prisma.key.findUnique({ where: { hash: hashSecret(secret) } });
      if (row === null || row.revokedAt !== null) return null;
      noteUse(row.id);
      return toKey(row);
    },
  };
}

/** What FAASLENS_ADMIN_KEY stands for; it is in no table. */
const ADMIN_KEY: Key = {
  id: 'key_environment',
  name: 'FAASLENS_ADMIN_KEY',
  scope: 'admin',
  prefix: '',
  createdAt: 0,
  lastUsedAt: null,
  revokedAt: null,
};

function toKey(row: KeyRow): Key {
  return {
    id: row.id,
    name: row.name,
    // An unknown scope, of a newer version, must not do more than send.
    scope: row.scope === 'admin' || row.scope === 'read' ? row.scope : 'ingest',
    prefix: row.prefix,
    createdAt: row.createdAt.getTime(),
    lastUsedAt: row.lastUsedAt?.getTime() ?? null,
    revokedAt: row.revokedAt?.getTime() ?? null,
  };
}
