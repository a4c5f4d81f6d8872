import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openDatabase } from '../database/open';
import { newDatabase } from '../database/testing';
import { type OpenSettings, openSettings } from './index';
import { createSecretBox } from './secret-box';
import { makeSecretKey, parseSecretKey, secretKeyFile } from './secret-key';

const URL = 'https://hooks.example.org/T0/secret-path';
const WEBHOOK = { name: 'Chat', type: 'webhook', enabled: true, settings: { url: URL } } as const;

let database: ReturnType<typeof newDatabase>;
const open: OpenSettings[] = [];
const openAgain = async (secretKey: string | null = null) => {
  const settings = await openSettings({ databaseFile: database.file, secretKey });
  open.push(settings);
  return settings;
};
const sql = (text: string, ...values: unknown[]) => {
  const db = openDatabase(database.file);
  try {
    const statement = db.prepare(text);
    return statement.reader ? statement.all(...values) : statement.run(...values);
  } finally {
    db.close();
  }
};

beforeEach(() => {
  database = newDatabase();
});
afterEach(async () => {
  for (const settings of open.splice(0)) await settings.close();
  database.remove();
});

it('keeps no secret of a channel readable in the database, and sends with them all the same', async () => {
  const settings = await openAgain();
  const { channel, secret } = await settings.createChannel(WEBHOOK);
  const rotated = await settings.rotateChannelSecret(channel.id);
  const stored = JSON.stringify(sql('SELECT * FROM channel'));
  expect(stored).not.toMatch(/secret-path|whsec_/);
  expect(stored.match(/sealed:v1:/g)).toHaveLength(3);
  expect(await (await openAgain()).outbox.target(channel.id)).toMatchObject({
    opened: { settings: { url: URL }, signingSecrets: [rotated.secret, secret] },
  });
  expect(statSync(secretKeyFile(database.file)).mode & 0o777).toBe(0o600);
});

it('opens what an earlier version stored without sealing it', async () => {
  const settings = await openAgain();
  const { channel } = await settings.createChannel(WEBHOOK);
  sql('UPDATE channel SET settings = ?, secret = ?', JSON.stringify({ url: URL }), 'whsec_plain');
  const opened = { settings: { url: URL }, signingSecrets: ['whsec_plain'] };
  expect(await settings.outbox.target(channel.id)).toMatchObject({ opened });
  expect(await settings.sealPlainSecrets()).toBe(1);
  expect(JSON.stringify(sql('SELECT * FROM channel'))).not.toMatch(/secret-path|whsec_plain/);
  expect(await settings.outbox.target(channel.id)).toMatchObject({ opened });
  expect(await settings.sealPlainSecrets()).toBe(0);
});

it('says without the key, or with another one, where the right one belongs, lists the channel, and takes secrets anew', async () => {
  const { channel } = await (await openAgain()).createChannel(WEBHOOK);
  rmSync(secretKeyFile(database.file));
  for (const settings of [await openAgain(), await openAgain('ab'.repeat(32))]) {
    expect(await settings.outbox.target(channel.id)).toMatchObject({
      opened: { problem: expect.stringMatching(/put back the key.*faaslens secrets forget/) },
    });
    expect(await settings.getChannel(channel.id)).toMatchObject({
      failing: true,
      lastError: expect.stringContaining('put back the key'),
    });
    await expect(settings.createChannel(WEBHOOK)).rejects.toMatchObject({ code: 'unavailable' });
  }
  const settings = await openAgain();
  await settings.forgetSecretKey();
  await expect(settings.updateChannel(channel.id, { ...WEBHOOK, settings: {} })).rejects.toThrow(
    /settings.url/,
  );
  await settings.updateChannel(channel.id, WEBHOOK);
  expect((await settings.getChannel(channel.id)).failing).toBe(false);
});

it('opens a secret only where it was sealed, and unchanged', () => {
  const box = createSecretBox(Buffer.alloc(32, 1));
  const sealed = box.seal('text', 'channel one');
  expect(box.open(sealed, 'channel one')).toBe('text');
  expect(box.seal('text', 'channel one')).not.toBe(sealed);
  const bytes = Buffer.from(sealed.slice(10), 'base64');
  bytes.set([(bytes.at(14) ?? 0) ^ 1], 14);
  for (const [text, about, other] of [
    [sealed, 'channel two', box],
    [`sealed:v1:${bytes.toString('base64')}`, 'channel one', box],
    ['sealed:v1:AAAA', 'channel one', box],
    [sealed, 'channel one', createSecretBox(Buffer.alloc(32, 2))],
  ] as const) {
    expect(() => other.open(text, about)).toThrow(/sealed with another key/);
  }
});

it('makes one key when several processes need one, and refuses a file that holds none', () => {
  const file = secretKeyFile(database.file);
  const first = makeSecretKey(file);
  expect(makeSecretKey(file)).toEqual(first);
  expect(parseSecretKey(readFileSync(file, 'utf8'))).toEqual(first);
  expect(parseSecretKey(first.toString('base64'))).toEqual(first);
  for (const wrong of ['', 'zz', 'ab'.repeat(31), 'password'.repeat(8)])
    expect(parseSecretKey(wrong)).toBeNull();
  writeFileSync(file, 'nothing');
  expect(() => makeSecretKey(file)).toThrow(/must hold a key/);
});
