import { randomBytes } from 'node:crypto';

/** Gives that many random bytes. */
export type RandomBytes = (count: number) => Uint8Array;

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Random digits and letters, about 5.95 bits each, without bias. */
export function randomBase62(length: number, random: RandomBytes = randomBytes): string {
  let text = '';
  while (text.length < length) {
    for (const byte of random(length)) {
      // 248 = 4 * 62: the bytes above it would favour the first letters.
      if (byte < 248 && text.length < length) text += ALPHABET[byte % 62];
    }
  }
  return text;
}

/** A non-negative integer in base 62, padded with zeros to the length. */
export function base62(value: number, length: number): string {
  let rest = value;
  let text = '';
  do {
    text = ALPHABET[rest % 62] + text;
    rest = Math.floor(rest / 62);
  } while (rest > 0);
  return text.padStart(length, '0');
}

/** An id that sorts by time within its kind: `<kind>_<time><random>`, without a dot (it is signed in webhooks). */
export function newId(kind: string, nowMs: number, random: RandomBytes = randomBytes): string {
  return `${kind}_${base62(nowMs, 8)}${randomBase62(14, random)}`;
}
