import { wordsOf } from './words';

/** What a person typed to search log bodies. */
export interface TextQuery {
  /** Every word that must occur, each once: what blocks are picked by. */
  readonly words: readonly string[];
  /** Words that must follow each other; each word of `words` is in one of them, at least on its own. */
  readonly phrases: readonly (readonly string[])[];
  /** Whether a body has every word, and the words of each phrase next to each other. */
  matches(body: string): boolean;
}

/** More parts than anyone types; the others are left out. */
const MOST_PARTS = 64;

/**
 * Every word must occur as a whole word, without regard to case and diacritics; "quoted text" is a phrase, whose words
 * must follow each other, and so is what is typed without a space (`and-again`). Nothing else has a meaning, and
 * nothing is an error. Null when no word is in it.
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
  };
}

function distinct(phrases: readonly (readonly string[])[]): (readonly string[])[] {
  return [...new Map(phrases.map((phrase) => [phrase.join(' '), phrase])).values()];
}

const ASCII_ONLY = /^[\0-\x7f]*$/;

/** Most bodies of a block lack a rare word. In ASCII nothing is folded but case, so a look at the text is enough. */
function lacksAny(body: string, words: readonly string[]): boolean {
  if (!ASCII_ONLY.test(body)) return false;
  const lower = body.toLowerCase();
  return words.some((word) => !lower.includes(word));
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
