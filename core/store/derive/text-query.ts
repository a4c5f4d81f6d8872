import { wordsOf } from './words';

/** A search over log bodies as a person typed it. */
export interface TextQuery {
  /** Every word that must occur, each once: used to select blocks. */
  readonly words: readonly string[];
  /** Words that must be consecutive; each word of `words` is in one of them, at least on its own. */
  readonly phrases: readonly (readonly string[])[];
  /** Whether a body has every word, with the words of each phrase consecutive. */
  matches(body: string): boolean;
  /**
   * Whether any body could match that consists of these pieces with something between each two: one or more decimal
   * digits, or, where `hex` is true, hex digits and dashes. If false, no such body needs to be examined.
   */
  mayMatch(pieces: readonly string[], hex: readonly boolean[]): boolean;
}

/** More parts than anyone types; the rest is ignored. */
const MOST_PARTS = 64;

/**
 * Every word must occur as a whole word, ignoring case and diacritics. "Quoted text" is a phrase whose words must be
 * consecutive, and so is text without spaces (`and-again`). Nothing else has a meaning, and any input is valid. Null
 * when it contains no word.
 */
export function parseTextQuery(typed: string): TextQuery | null {
  const parts = [...typed.matchAll(/"([^"]*)"?|[^\s"]+/g)].map(([whole, quoted]) => wordsOf(quoted ?? whole));
  const phrases = distinct(parts.filter((words) => words.length > 0)).slice(0, MOST_PARTS);
  if (phrases.length === 0) return null;
  const words = [...new Set(phrases.flat())];
  const singles = words.filter(
    (word) => !phrases.some((phrase) => phrase.length > 1 && phrase.includes(word)),
  );
  const sequences = phrases.filter((phrase) => phrase.length > 1);
  // For each word, the parts that a single piece must contain when digits or hex digits may stand between pieces.
  const fixed = words.map((word) => ({
    isHex: /^[\da-f]+$/.test(word),
    betweenDigits: word.split(/\d+/),
    betweenHex: word.split(/[\da-f]+/),
  }));
  return {
    words,
    phrases,
    matches(body) {
      if (lacksAny(body, words)) return false;
      const found = wordsOf(body);
      return (
        singles.every((word) => found.includes(word)) &&
        sequences.every((phrase) => containsInOrder(found, phrase))
      );
    },
    mayMatch(pieces, hex) {
      const text = pieces.join('\0');
      if (!ASCII_ONLY.test(text)) return true;
      const lower = text.toLowerCase();
      const apart = hex.includes(true) ? hex.every((isHex, at) => !isHex || isApart(pieces, at)) : null;
      return fixed.every(
        ({ isHex, betweenDigits, betweenHex }) =>
          (isHex && apart !== null) ||
          (apart === false ? betweenHex : betweenDigits).every((part) => lower.includes(part)),
      );
    },
  };
}

function distinct(phrases: readonly (readonly string[])[]): (readonly string[])[] {
  return [...new Map(phrases.map((phrase) => [phrase.join(' '), phrase])).values()];
}

const NO_WORD = /[^a-z\d]/i;
const ASCII_ONLY = /^[\0-\x7f]*$/;

/** Most bodies of a block lack a rare word. In ASCII only case is folded, so a substring search is enough to tell. */
function lacksAny(body: string, words: readonly string[]): boolean {
  if (!ASCII_ONLY.test(body)) return false;
  const lower = body.toLowerCase();
  return words.some((word) => !lower.includes(word));
}

/** Whether what follows this piece is a word of its own, as ids mostly are. */
function isApart(pieces: readonly string[], at: number): boolean {
  const [before = '', behind = ''] = [pieces[at], pieces[at + 1]];
  const begins = before === '' ? at === 0 : NO_WORD.test(before.slice(-1));
  const ends = behind === '' ? at + 2 === pieces.length : NO_WORD.test(behind.slice(0, 1));
  return begins && ends;
}

function containsInOrder(words: readonly string[], phrase: readonly string[]): boolean {
  for (
    let start = words.indexOf(phrase[0] ?? '');
    start >= 0;
    start = words.indexOf(phrase[0] ?? '', start + 1)
  ) {
    if (phrase.every((word, index) => words[start + index] === word)) return true;
  }
  return false;
}
