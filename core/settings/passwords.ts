import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { FaaslensError } from '../errors';

/** 2^ln steps over blocks of r * 128 bytes, p times. */
export interface PasswordCost {
  readonly ln: number;
  readonly r: number;
  readonly p: number;
}

/**
 * Passwords as scrypt (RFC 7914) hashes in PHC form: `$scrypt$ln=15,r=8,p=3$<salt>$<hash>`, base64 without padding. The
 * parameters are one of OWASP's equal choices; 32 MiB for a third of a second.
 */
export const PASSWORD_COST: PasswordCost = { ln: 15, r: 8, p: 3 };
const SALT_BYTES = 16;
const HASH_BYTES = 32;
const PHC = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([\w+/-]{16,})\$([\w+/-]{16,})$/;
const SHORTEST = 12;
const LONGEST = 256;
const MOST_WAITING = 20;

/** A password that people choose: long, which keeps the usual ones out, and not one that is made of nothing. */
export const newPassword = z
  .string()
  .min(SHORTEST, `must have at least ${SHORTEST} characters`)
  .max(LONGEST, `must have at most ${LONGEST} characters`)
  .refine((text) => new Set(text.toLowerCase()).size >= 5, 'must have at least 5 different characters')
  .refine((text) => !isUsual(text), 'is one of the passwords that are tried first');

/** What a sign-in may send: no rule but a bound, so that the answer tells nothing. */
export const givenPassword = z.string().max(LONGEST, `must have at most ${LONGEST} characters`);

/** Words that long passwords are made of by those who must have a long one. */
const USUAL = [
  'password',
  'passwort',
  'qwerty',
  'letmein',
  'welcome',
  'admin',
  'iloveyou',
  'faaslens',
  'changeme',
];
const ROWS = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890123456789',
  'qwertyuiopasdfghjklzxcvbnm',
  'qwertzuiopasdfghjkl',
];

function isUsual(text: string): boolean {
  const plain = text
    .toLowerCase()
    .replaceAll('@', 'a')
    .replaceAll('$', 's')
    .replaceAll('0', 'o')
    .replaceAll('3', 'e')
    .replaceAll('1', 'l');
  const rest = USUAL.reduce(
    (left, word) => left.replaceAll(word, '').replaceAll(word.replaceAll('i', 'l'), ''),
    plain,
  );
  if (rest.length < SHORTEST / 2 && rest.length < plain.length) return true;
  return ROWS.some((row) => (row + row).includes(text.toLowerCase()));
}

let turn: Promise<unknown> = Promise.resolve();
let waiting = 0;

/** One at a time: each takes 32 MiB, and guesses must not take the machine. */
async function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
  if (waiting >= MOST_WAITING)
    throw new FaaslensError('overloaded', 'too many people sign in: try again in a moment');
  waiting += 1;
  const result = turn.then(work);
  turn = result.catch(() => undefined);
  try {
    return await result;
  } finally {
    waiting -= 1;
  }
}

export async function hashPassword(password: string, cost: PasswordCost): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await derive(password, salt, cost, HASH_BYTES);
  return `$scrypt$ln=${cost.ln},r=${cost.r},p=${cost.p}$${unpadded(salt)}$${unpadded(hash)}`;
}

/** Whether the password has this hash; false, after the time of `cost`, for a null hash (a user who has none, or nobody). */
export async function passwordMatches(
  password: string,
  stored: string | null,
  { cost: usual }: { readonly cost: PasswordCost },
): Promise<boolean> {
  const [, ln, r, p, salt = '', hash = ''] = PHC.exec(stored ?? '') ?? [];
  const expected = Buffer.from(hash, 'base64');
  const cost = ln === undefined ? usual : { ln: Number(ln), r: Number(r), p: Number(p) };
  const got = await derive(
    password,
    ln === undefined ? Buffer.alloc(SALT_BYTES) : Buffer.from(salt, 'base64'),
    cost,
    expected.length || HASH_BYTES,
  );
  return ln !== undefined && timingSafeEqual(got, expected);
}

function derive(
  password: string,
  salt: Uint8Array,
  { ln, r, p }: PasswordCost,
  bytes: number,
): Promise<Buffer> {
  const options = { N: 2 ** ln, r, p, maxmem: 256 * 2 ** ln * r };
  return inTurn(
    () =>
      new Promise((resolve, reject) =>
        // One spelling of a text that has several, as keyboards differ.
        scrypt(password.normalize('NFKC'), salt, bytes, options, (error, key) =>
          error ? reject(error) : resolve(key),
        ),
      ),
  );
}

function unpadded(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replace(/=+$/, '');
}
