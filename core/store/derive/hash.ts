/**
 * The hash of all tokens: FNV-1a over UTF-16 code units, finished with MurmurHash3's mixer. Tokens are stored on disk,
 * so these functions must never change.
 */

export const HASH_START = 0x811c9dc5 | 0;
const PRIME = 0x01000193;

/** Continues a hash with one code unit. */
export function hashUnit(state: number, unit: number): number {
  return Math.imul(state ^ unit, PRIME);
}

/** Continues a hash with a text, of which only the first `most` code units count. */
export function hashText(state: number, text: string, most = text.length): number {
  const end = Math.min(text.length, most);
  let hash = state;
  for (let at = 0; at < end; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), PRIME);
  return hash;
}

/** Spreads every bit of the state over all 32 bits of the result, which is not negative. */
export function mix(state: number): number {
  let hash = state;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
