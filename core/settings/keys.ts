import type { Key as KeyRow } from '@/prisma/generated/client';
import { FaaslensError } from '../errors';
import type { Connection } from './connection';
import { newId } from './ids';
import { keyInputSchema, keyRotationSchema, parseInput } from './inputs';
import { hashSecret, keyChecksum, keyPrefix, looksLikeKey, newKeySecret, sameSecret } from './secrets';
import type { Key, KeyDraft, KeyScope, KeySettings } from './settings';
import type { SharedKey } from './shared';
import type { Sources } from './sources';

const NOTE_USE_EVERY_MS = 60_000;
const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;

export interface KeyOptions extends Sources {
  readonly adminKey: string | null;
}

/** Keys that are made for one visit, such as doctor's: one that looks every minute would otherwise fill the list. */
export interface VisitingKeys {
  /** A key that ends within a day, however its visit does. */
  createVisitingKey(input: Pick<KeyDraft, 'name' | 'scope'>): Promise<{ key: Key; secret: string }>;
  /** Removes it, as if it had never been there. */
  removeVisitingKey(id: string): Promise<void>;
}

export function createKeySettings(connection: Connection, options: KeyOptions): KeySettings & VisitingKeys {
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

  function newKey(given: Pick<KeyRow, 'name' | 'environment' | 'expiresAt'> & { scope: KeyScope }): {
    data: KeyRow;
    secret: string;
  } {
    const secret = newKeySecret(given.scope, options.random);
    const data = {
      ...given,
      id: newId('key', options.now(), options.random),
      prefix: keyPrefix(secret),
      checksum: keyChecksum(secret),
      hash: hashSecret(secret),
      createdAt: new Date(options.now()),
      lastUsedAt: null,
      revokedAt: null,
    };
    return { data, secret };
  }

  function isValid({ revokedAt, expiresAt }: KeyRow): boolean {
    return revokedAt === null && (expiresAt === null || expiresAt.getTime() > options.now());
  }

  async function createKey(input: KeyDraft): Promise<{ key: Key; secret: string }> {
    const { name, scope, environment, expiresInDays } = parseInput(keyInputSchema, input);
    const until = expiresInDays === null ? null : new Date(options.now() + expiresInDays * DAY_MS);
    const { data, secret } = newKey({ name, scope, environment, expiresAt: until });
    const row = await connection.change(() => prisma.key.create({ data }));
    return { key: toKey(row), secret };
  }

  return {
    createKey,
    createVisitingKey: (input) => createKey({ ...input, expiresInDays: 1 }),
    async removeVisitingKey(id) {
      await connection.change(() => prisma.key.deleteMany({ where: { id } }));
    },

    async rotateKey(id, input) {
      const { validHours } = parseInput(keyRotationSchema, input);
      const before = await prisma.key.findUnique({ where: { id } });
      if (before === null) throw new FaaslensError('not_found', `There is no key ${id}`);
      if (!isValid(before))
        throw new FaaslensError('conflict', `The key "${before.name}" is no longer valid: make a new one`);
      const until = options.now() + validHours * HOUR_MS;
      const expiresAt = new Date(Math.min(until, before.expiresAt?.getTime() ?? until));
      // The new one lives as long as the old one was meant to.
      const life = before.expiresAt && before.expiresAt.getTime() - before.createdAt.getTime();
      const { name, environment } = before;
      const next = newKey({
        name,
        scope: toKey(before).scope,
        environment,
        expiresAt: life === null ? null : new Date(options.now() + life),
      });
      await connection.commit([
        prisma.key.create({ data: next.data }),
        prisma.key.update({ where: { id }, data: { expiresAt } }),
      ]);
      return { key: toKey(next.data), secret: next.secret, old: toKey({ ...before, expiresAt }) };
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

    async noteKeyUses(uses) {
      for (const [id, usedMs] of uses) {
        const lastUsedAt = new Date(Math.min(usedMs, options.now()));
        const isLater = { OR: [{ lastUsedAt: null }, { lastUsedAt: { lt: lastUsedAt } }] };
        // Most have been noted before: who changes nothing need not wait for the write lock.
        if ((await prisma.key.count({ where: { id, ...isLater } })) === 0) continue;
        await connection.change(() =>
          prisma.key.updateMany({ where: { id, ...isLater }, data: { lastUsedAt } }),
        );
      }
    },

    async findKey(secret) {
      if (options.adminKey !== null && sameSecret(secret, options.adminKey)) return ADMIN_KEY;
      if (!looksLikeKey(secret)) return null;
      const row = await prisma.key.findUnique({ where: { hash: hashSecret(secret) } });
      if (row === null || !isValid(row)) return null;
      noteUse(row.id);
      return toKey(row);
    },
  };
}

/** The keys that are not revoked, in a fixed order. */
export async function listSharedKeys({ prisma }: Connection): Promise<readonly SharedKey[]> {
  const rows = await prisma.key.findMany({ where: { revokedAt: null }, orderBy: { id: 'asc' } });
  return rows.map((row) => {
    const { id, scope, environment, expiresAt } = toKey(row);
    return { id, scope, environment, expiresAt, hash: row.hash };
  });
}

/** What FAASLENS_ADMIN_KEY stands for; it is in no table. */
const ADMIN_KEY: Key = {
  id: 'key_environment',
  name: 'FAASLENS_ADMIN_KEY',
  scope: 'admin',
  prefix: '',
  checksum: '',
  environment: null,
  createdAt: 0,
  lastUsedAt: null,
  expiresAt: null,
  revokedAt: null,
};

function toKey(row: KeyRow): Key {
  return {
    id: row.id,
    name: row.name,
    // An unknown scope, of a newer version, must not do more than send.
    scope: row.scope === 'admin' || row.scope === 'read' ? row.scope : 'ingest',
    prefix: row.prefix,
    checksum: row.checksum,
    environment: row.environment,
    createdAt: row.createdAt.getTime(),
    expiresAt: row.expiresAt?.getTime() ?? null,
    lastUsedAt: row.lastUsedAt?.getTime() ?? null,
    revokedAt: row.revokedAt?.getTime() ?? null,
  };
}
