import { cut } from './failure';

/** How much of a message is read; the rest is mostly data. */
const MAX_READ = 1_000;
const MAX_KEPT = 200;

/**
 * Patterns for what varies between messages of the same kind, most specific first. Each starts at a word boundary, so that no
 * text is scanned repeatedly; numbers come last, because the other patterns contain some.
 */
const VARIABLES: readonly (readonly [RegExp, string])[] = [
  [/(?<![\p{L}\p{N}])[a-z][a-z0-9+.-]{1,20}:\/\/[^\s"'`<>]+/giu, '<url>'],
  [/(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+/g, '<email>'],
  [/(?<![\da-z])[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}(?![\da-z])/gi, '<uuid>'],
  [
    /(?<!\d)\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?: ?(?:Z|UTC|GMT|[+-]\d\d:?\d\d)(?!\w))?)?/g,
    '<time>',
  ],
  [/(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])/g, '<ip>'],
  [/(?<![\w:])(?=[\da-f:]{0,39}\d)(?:[\da-f]{0,4}:){2,7}[\da-f]{0,4}(?![\w:])/gi, '<ip>'],
  [/(?<![\w<>/\\.])(?:[A-Za-z]:|\.{1,2}|~)?(?:[\\/][\w.@%+~$-]+){2,}[\\/]?/g, '<path>'],
  [/(?<=^|[\s([{=:,])(["'`])(?:(?!\1).){0,200}\1(?=$|[\s)\]}.,:;!?])/g, '<str>'],
  [/(?<![\p{L}\p{N}])0x[\da-f]+(?![\p{L}\p{N}])/giu, '<hex>'],
  [/(?<![\p{L}\p{N}])(?=[a-f]*\d)(?=\d*[a-f])[\da-f]{6,}(?![\p{L}\p{N}])/giu, '<hex>'],
  [/\p{Nd}+(?:[.,]\p{Nd}+)*/gu, '<n>'],
];

/**
 * The message with variable parts (numbers, ids, addresses, paths, times, quoted values) replaced by placeholders such as
 * `<n>`, white space collapsed, at most 200 characters long. Only the first 1,000 characters are read, which bounds the time.
 * Idempotent.
 */
export function normaliseMessage(message: string): string {
  let text = once(cut(message, MAX_READ));
  // A replacement may complete a quotation, and a cut an id. Each further round has fewer digits and quotes to find.
  for (let round = 0; round < MAX_KEPT; round += 1) {
    const next = once(text);
    if (next === text) break;
    text = next;
  }
  return text;
}

function once(message: string): string {
  let text = message.replace(/\s+/g, ' ').trim();
  for (const [pattern, placeholder] of VARIABLES) text = text.replace(pattern, placeholder);
  return text.length <= MAX_KEPT
    ? text
    : cut(text, MAX_KEPT)
        .replace(/<[a-z]{0,5}$/, '')
        .trim();
}
