import { createHash, timingSafeEqual } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { base62, type RandomBytes, randomBase62 } from './ids';
import type { KeyScope } from './settings';

/** 28 characters of base 62 hold 166 random bits. */
const RANDOM_LENGTH = 28;
const CHECKSUM_LENGTH = 6;
const SHAPE = new RegExp(
  `^(fl_(?:ingest|read|admin)_[0-9A-Za-z]{${RANDOM_LENGTH}})([0-9A-Za-z]{${CHECKSUM_LENGTH}})$`,
);

/** A new key's secret: `fl_<scope>_<random><checksum>`. Scanners recognise a leaked one by prefix and checksum. */
export function newKeySecret(scope: KeyScope, random: RandomBytes): string {
  const body = `fl_${scope}_${randomBase62(RANDOM_LENGTH, random)}`;
  return body + checksum(body);
}

/** Whether the text can be a key at all; false for a mistyped one, without asking the database. */
export function looksLikeKey(secret: string): boolean {
  const match = SHAPE.exec(secret);
  return match?.[1] !== undefined && checksum(match[1]) === match[2];
}

/** What people see of a key later: its kind and the first four random characters. */
export function keyPrefix(secret: string): string {
  return secret.slice(0, secret.lastIndexOf('_') + 5);
}

/** What people see of a key's end: enough to tell two keys apart, and nothing of its random part. */
export function keyChecksum(secret: string): string {
  return secret.slice(-CHECKSUM_LENGTH);
}

/** A token that browsers and links carry: `<kind>_<43 random characters>`, 255 bits. */
export function newToken(kind: string, random: RandomBytes): string {
  return `${kind}_${randomBase62(43, random)}`;
}

/** Hex SHA-256; enough for a secret of 166 random bits. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** Compares without telling by time where the texts differ, nor how long the expected one is. */
export function sameSecret(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

/** A channel's signing secret as Standard Webhooks writes it: `whsec_` and base64 of 32 random bytes. */
export function newSigningSecret(random: RandomBytes): string {
  return `whsec_${Buffer.from(random(32)).toString('base64')}`;
}

function checksum(body: string): string {
  return base62(crc32(body), CHECKSUM_LENGTH);
}
