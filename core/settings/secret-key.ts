import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { FaaslensError } from '../errors';

const SECRET_KEY_FILE = 'secret.key';
const KEY_BYTES = 32;

/** Where the key is kept when no setting gives one: beside the database, and in no backup of it. */
export function secretKeyFile(databaseFile: string): string {
  return join(dirname(databaseFile), SECRET_KEY_FILE);
}

/** @returns the 32 bytes of a key written as 64 hex digits or as base64; null when it is not one */
export function parseSecretKey(text: string): Buffer | null {
  const trimmed = text.trim();
  if (/^[0-9a-f]{64}$/i.test(trimmed)) return Buffer.from(trimmed, 'hex');
  const bytes = Buffer.from(trimmed, 'base64');
  return /^[\w+/-]{43}=?$/.test(trimmed) && bytes.length === KEY_BYTES ? bytes : null;
}

/** The key in the file; null when there is no file. @throws FaaslensError `unavailable` when it holds no key */
export function readSecretKey(file: string): Buffer | null {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new FaaslensError('unavailable', `${file}, the key that secrets are sealed with, cannot be read`, {
      cause,
    });
  }
  const key = parseSecretKey(text);
  if (key === null)
    throw new FaaslensError('unavailable', `${file} must hold a key: 64 hex digits, or 32 bytes as base64`);
  return key;
}

/** Makes a new key, readable by its owner only. When another process makes one at the same time, all use the first. */
export function makeSecretKey(file: string): Buffer {
  const own = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  writeFileSync(own, `${randomBytes(KEY_BYTES).toString('hex')}\n`, { mode: 0o600, flag: 'wx', flush: true });
  try {
    // Unlike a rename, a link does not take the place of a file that is there.
    linkSync(own, file);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
  } finally {
    rmSync(own);
  }
  const key = readSecretKey(file);
  if (key === null)
    throw new FaaslensError(
      'unavailable',
      `${file}, the key that secrets are sealed with, was removed just now`,
    );
  return key;
}
