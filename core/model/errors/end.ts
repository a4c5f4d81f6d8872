/**
 * One end of a sorted multiset of texts, to which any number may be added and from which they may be removed. `kept` has every
 * text before `cut`; `cut` is null while nothing was dropped.
 */
export interface End {
  readonly kept: readonly string[];
  readonly cut: string | null;
}

/** Which texts come first. */
export type EndOrder = 'ascending' | 'descending';

export const EMPTY_END: End = { kept: [], cut: null };

/** The end with one more text; beyond `most`, the last one is dropped. */
export function withText({ kept, cut }: End, text: string, order: EndOrder, most: number): End {
  if (cut !== null && !isBefore(text, cut, order)) return { kept, cut };
  const at = kept.findLastIndex((other) => !isBefore(text, other, order)) + 1;
  const grown = kept.toSpliced(at, 0, text);
  return grown.length <= most
    ? { kept: grown, cut }
    : { kept: grown.slice(0, most), cut: grown[most] ?? cut };
}

/** The end without one of its texts; unchanged if that was dropped earlier. */
export function withoutText({ kept, cut }: End, text: string): End {
  const at = kept.indexOf(text);
  return at < 0 ? { kept, cut } : { kept: kept.toSpliced(at, 1), cut };
}

/** Whether the first `count` texts are known, or all if there are fewer. */
export function isKnown({ kept, cut }: End, count: number): boolean {
  return cut === null || kept.length >= count;
}

function isBefore(text: string, other: string, order: EndOrder): boolean {
  return order === 'ascending' ? text < other : text > other;
}
