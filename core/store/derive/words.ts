import { HASH_START, hashText, hashUnit, mix } from './hash';

const WORD = /[\p{L}\p{N}\p{Co}][\p{L}\p{N}\p{M}\p{Co}]*/gu;
const DIACRITICS = /[\u0300-\u036f]+/g;

/**
 * The words of a text in order: runs of letters, digits and their marks, in lower case and without diacritics. The only
 * tokeniser of log bodies: tokens, searches and phrases all use it.
 */
export function wordsOf(text: string): string[] {
  // Lower-casing comes first: it can introduce marks, and a final sigma, which must equal the other one.
  const folded = text.toLowerCase().normalize('NFD').replace(DIACRITICS, '').replaceAll('ς', 'σ');
  return folded.match(WORD) ?? [];
}

const WORD_START = hashText(HASH_START, 'word\0');

/** The token of a word of a log body, as `wordsOf` returns it. */
export function wordToken(word: string): number {
  return mix(hashText(WORD_START, word)) || 1;
}

/** What an ASCII character becomes in a word; 0 if it separates words. */
const FOLDED = Uint8Array.from(
  { length: 128 },
  (_, unit) => wordsOf(String.fromCharCode(unit))[0]?.charCodeAt(0) ?? 0,
);

/** Calls `add` with the token of each word of the text: as `wordsOf` and `wordToken`, but without creating the words. */
export function eachWordToken(text: string, add: (token: number) => void): void {
  let hash = WORD_START;
  let inWord = false;
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit > 127) {
      for (const word of wordsOf(text.slice(inWord ? start : at))) add(wordToken(word));
      return;
    }
    const folded = FOLDED[unit] ?? 0;
    if (folded !== 0) {
      if (!inWord) start = at;
      hash = hashUnit(hash, folded);
      inWord = true;
    } else if (inWord) {
      add(mix(hash) || 1);
      hash = WORD_START;
      inWord = false;
    }
  }
  if (inWord) add(mix(hash) || 1);
}
