import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../database/open';
import { newDatabase } from '../database/testing';
import { type OpenSettings, openSettings } from './index';
import { scopeAllows } from './scopes';

let database: ReturnType<typeof newDatabase>;
let settings: OpenSettings;
let clock = 0;

beforeEach(async () => {
  database = newDatabase();
  clock = Date.UTC(2026, 0, 1);
  settings = await openSettings({
    databaseFile: database.file,
    now: () => clock,
    adminKey: 'a-key-from-the-environment',
  });
});
afterEach(async () => {
  await settings.close();
  database.remove();
});

function raw<Row>(sql: string): Row[] {
  const db = openDatabase(database.file, { readonly: true });
  try {
    return db.prepare<[], Row>(sql).all();
  } finally {
    db.close();
  }
}

describe('keys', () => {
  it('finds a key by its secret until it is revoked, and keeps only a hash', async () => {
    const { key, secret } = await settings.createKey({ name: 'ci', scope: 'ingest' });
    expect(secret).toMatch(/^fl_ingest_[0-9A-Za-z]{34}$/);
    expect(secret.startsWith(key.prefix)).toBe(true);
    expect(JSON.stringify(raw('SELECT * FROM key'))).not.toContain(secret.slice(key.prefix.length));
    expect(await settings.findKey(secret)).toMatchObject({ id: key.id, scope: 'ingest', name: 'ci' });
    await settings.revokeKey(key.id);
    expect(await settings.findKey(secret)).toBeNull();
  });

  it('finds nothing for a secret that is mistyped, made up or empty', async () => {
    const { secret } = await settings.createKey({ name: 'ci', scope: 'read' });
    const other = secret.endsWith('0') ? '1' : '0';
    for (const wrong of [
      '',
      'x',
      secret.slice(0, -1) + other,
      secret.replace('_read_', '_admin_'),
      `${secret} `,
    ]) {
      expect(await settings.findKey(wrong)).toBeNull();
    }
  });

  it('takes the key of the environment as an admin key that cannot be listed', async () => {
    expect(await settings.findKey('a-key-from-the-environment')).toMatchObject({ scope: 'admin' });
    expect(await settings.findKey('a-key-from-the-environmenT')).toBeNull();
    expect(await settings.listKeys()).toEqual([]);
  });

  it('notes the use of a key at most once a minute', async () => {
    const { key, secret } = await settings.createKey({ name: 'ci', scope: 'ingest' });
    const lastUsed = async () => {
      await settings.createKey({ name: 'behind the note in the queue', scope: 'read' });
      return (await settings.listKeys()).find(({ id }) => id === key.id)?.lastUsedAt;
    };
    await settings.findKey(secret);
    const first = clock;
    expect(await lastUsed()).toBe(first);
    clock += 59_000;
    await settings.findKey(secret);
    expect(await lastUsed()).toBe(first);
    clock += 1000;
    await settings.findKey(secret);
    expect(await lastUsed()).toBe(clock);
  });

  it('ends a key when its days are over', async () => {
    const { key, secret } = await settings.createKey({ name: 'ci', scope: 'read', expiresInDays: 2 });
    expect(key.expiresAt).toBe(clock + 2 * 86_400_000);
    clock += 2 * 86_400_000 - 1;
    expect(await settings.findKey(secret)).not.toBeNull();
    clock += 1;
    expect(await settings.findKey(secret)).toBeNull();
    await expect(settings.rotateKey(key.id, {})).rejects.toMatchObject({ code: 'conflict' });
  });

  it('for one visit leave nothing behind, and end within a day when it is cut off', async () => {
    const { key, secret } = await settings.createVisitingKey({ name: 'doctor', scope: 'read' });
    expect(await settings.findKey(secret)).toMatchObject({ id: key.id, scope: 'read' });
    await settings.removeVisitingKey(key.id);
    expect(await settings.findKey(secret)).toBeNull();
    expect(await settings.listKeys()).toEqual([]);
    const cutOff = await settings.createVisitingKey({ name: 'doctor', scope: 'ingest' });
    clock += 86_400_000;
    expect(await settings.findKey(cutOff.secret)).toBeNull();
  });

  it('rotates a key: both are valid until the time of the old one is over', async () => {
    const { key, secret } = await settings.createKey({ name: 'ci', scope: 'ingest', environment: 'staging' });
    const next = await settings.rotateKey(key.id, { validHours: 1 });
    expect(next.key).toMatchObject({ name: 'ci', scope: 'ingest', environment: 'staging', expiresAt: null });
    expect([await settings.findKey(secret), await settings.findKey(next.secret)]).toMatchObject([
      { id: key.id },
      { id: next.key.id },
    ]);
    clock += 3_600_000;
    expect(await settings.findKey(secret)).toBeNull();
    expect(await settings.findKey(next.secret)).toMatchObject({ id: next.key.id });
  });

  it('tells keys apart by beginning and end, and binds no admin key to an environment', async () => {
    const { key, secret } = await settings.createKey({ name: 'ci', scope: 'read' });
    expect(secret.startsWith(key.prefix) && secret.endsWith(key.checksum)).toBe(true);
    expect(key.checksum).toHaveLength(6);
    await expect(settings.createKey({ name: 'x', scope: 'admin', environment: 'staging' })).rejects.toThrow(
      /^environment: an admin key/,
    );
  });

  it('refuses unknown ids, scopes and empty names', async () => {
    await expect(settings.revokeKey('key_none')).rejects.toMatchObject({ code: 'not_found' });
    await expect(settings.createKey({ name: ' ', scope: 'read' })).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringMatching(/^name: must not be empty/),
    });
    await expect(settings.createKey({ name: 'x', scope: 'root' as 'admin' })).rejects.toThrow(
      /^scope: must be/,
    );
  });

  it('lets admin do everything and the others only their own', () => {
    expect(scopeAllows('admin', 'ingest') && scopeAllows('admin', 'read')).toBe(true);
    expect(scopeAllows('edit', 'read') && scopeAllows('admin', 'edit')).toBe(true);
    expect(scopeAllows('edit', 'admin') || scopeAllows('edit', 'ingest') || scopeAllows('read', 'edit')).toBe(
      false,
    );
    expect(scopeAllows('ingest', 'read') || scopeAllows('ingest', 'admin')).toBe(false);
    expect(scopeAllows('read', 'ingest') || scopeAllows('read', 'admin')).toBe(false);
  });
});
