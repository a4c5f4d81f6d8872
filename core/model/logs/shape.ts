/** Longer lines are compared by their beginning. */
const MOST_CHARACTERS = 600;

/** Variable parts of lines, most specific first: each match is replaced as a whole. */
const VARIABLES: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, '<uuid>'],
  [/\b\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?(?![\w-])/g, '<time>'],
  [/\b(?:\d{1,3}\.){3}\d{1,3}(?::\d+)?\b/g, '<ip>'],
  [/[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,8}/g, '<email>'],
  [/(?<=[\s:=([,]|^)"(?:[^"\\]|\\.){0,200}"(?!\s*:)|'[^'\s][^']{0,200}'(?=[\s,.;:)\]}]|$)/g, '<text>'],
  [/\b0x[0-9a-f]+\b|(?<![\w-])(?=[a-f]*\d)[0-9a-f]{8,}(?![\w-])/gi, '<hex>'],
  [
    /(?<![\w<])[-+]?\d+(?:[.,]\d+)*(?=[^\w.-]|$|[.](?:\s|$)|(?:ns|us|µs|ms|s|m|h|d|%|[KMGT]?i?B)\b)/g,
    '<num>',
  ],
  [/\b(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[\w-]{8,}\b/g, '<id>'],
  [/\d+/g, '<num>'],
];

/** A line with its variable parts (numbers, ids, times, quoted texts) replaced by the name of their kind. */
export function shapeOf(body: string): string {
  let shape = body.slice(0, MOST_CHARACTERS);
  for (const [pattern, name] of VARIABLES) {
    // Placeholders from earlier patterns are left alone.
    shape = shape
      .split(/(<[a-z]+>)/)
      .map((part, index) => (index % 2 === 1 ? part : part.replace(pattern, name)))
      .join('');
  }
  return shape.replace(/\s+/g, ' ').trim();
}

const NAMED = /<[a-z]+>/;

/** A search that finds the lines of a shape, and possibly a few others: its words in order; '' when it has none. */
export function searchOf(shape: string): string {
  const phrases: string[] = [];
  let words: string[] = [];
  const close = () => {
    const text = words.join(' ').replaceAll('"', ' ').trim();
    if (/[\p{L}\p{N}]/u.test(text)) phrases.push(`"${text}"`);
    words = [];
  };
  for (const word of shape.split(' ')) {
    if (NAMED.test(word)) close();
    else words.push(word);
  }
  close();
  return phrases.slice(0, 8).join(' ');
}
