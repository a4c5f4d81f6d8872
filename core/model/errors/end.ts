/**
 * One end of a sorted multiset of texts, of which any number may come and go: the first ones in its order. What is kept
 * is every text before `cut`; null: nothing was left out so far.
 */
export interface End {
  readonly kept: readonly string[];
  readonly cut: string | null;
}

/** Which texts come first. */
export type EndOrder = 'ascending' | 'descending';

export const EMPTY_END: End = { kept: [], cut: null };

/** The end with one more text; of more than `most`, the last one is left out. */
export function withText({ kept, cut }: End, text: string, order: EndOrder, most: number): End {
  if (cut !== null && !isBefore(text, cut, order)) return { kept, cut };
  const at = kept.findLastIndex((other) => !isBefore(text, other, order)) + 1;
  const grown = kept.toSpliced(at, 0, text);
  return grown.length <= most
    ? { kept: grown, cut }
    : { kept: grown.slice(0, most), cut: grown[most] ?? cut };
}

/** The end without one of its texts; the same when it is not kept, because then it was left out. */
export function withoutText({ kept, cut }: End, text: string): End {
  const at = kept.indexOf(text);
  return at < 0 ? { kept, cut } : { kept: kept.toSpliced(at, 1), cut };
}

/** Whether the first `count` texts are known, or all of them. */
export function isKnown({ kept, cut }: End, count: number): boolean {
  return cut === null || kept.length >= count;
}

function isBefore(text: string, other: string, order: EndOrder): boolean {
  return order === 'ascending' ? text < other : text > other;
}
