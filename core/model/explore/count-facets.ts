import type { Attributes } from '../attributes';

/** A value of a field, and how many of the counted rows have it. */
export interface FacetGroup {
  /** The value for filters. */
  readonly value: string;
  readonly label: string;
  readonly count: number;
}

/** Counts rows by a value, of which each may have any number; most frequent first, at most `limit` groups. */
export function countBy<Row>(
  rows: readonly Row[],
  valuesOf: (row: Row) => readonly { readonly value: string; readonly label: string }[],
  limit: number,
): readonly FacetGroup[] {
  const groups = new Map<string, { readonly value: string; readonly label: string; count: number }>();
  for (const row of rows)
    for (const { value, label } of valuesOf(row)) {
      const group = groups.get(value) ?? { value, label, count: 0 };
      group.count += 1;
      groups.set(value, group);
    }
  return [...groups.values()]
    .sort((a, b) => b.count - a.count || (a.label < b.label ? -1 : 1))
    .slice(0, limit);
}

const MOST_KEYS = 6;
const MOST_VALUES = 40;
const LONGEST_VALUE = 100;

/** Strings, numbers and booleans short enough to choose from a list. */
export function facetText(value: Attributes[string] | undefined): string | null {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'string' && value !== '' && value.length <= LONGEST_VALUE ? value : null;
}

/**
 * The attributes that distinguish rows: present on most rows, with more than one value, but neither nearly unique nor with more
 * values than a list can show.
 */
export function tellingKeys(rows: readonly Attributes[]): readonly string[] {
  const seen = new Map<string, { rows: number; readonly values: Set<string> }>();
  for (const attributes of rows)
    for (const [key, value] of Object.entries(attributes)) {
      const text = facetText(value);
      if (text === null) continue;
      const found = seen.get(key) ?? { rows: 0, values: new Set<string>() };
      found.rows += 1;
      if (found.values.size <= MOST_VALUES) found.values.add(text);
      seen.set(key, found);
    }
  return [...seen]
    .filter(
      ([, { rows: count, values }]) => values.size > 1 && values.size <= Math.min(MOST_VALUES, count / 2),
    )
    .sort(([a, { rows: ofA }], [b, { rows: ofB }]) => ofB - ofA || (a < b ? -1 : 1))
    .slice(0, MOST_KEYS)
    .map(([key]) => key);
}
