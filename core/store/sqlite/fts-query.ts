/**
 * What a person typed, as a query of SQLite's full-text search in which every word must occur and "quoted text" is a
 * phrase. Each part is quoted, so nothing that is typed has a meaning of its own. Null when no word is in it.
 */
export function toFtsQuery(typed: string): string | null {
  const parts = typed.matchAll(/"([^"]*)"?|[^\s"]+/g);
  const quoted = [...parts]
    .map(([whole, phrase]) => phrase ?? whole)
    .filter((part) => /[\p{L}\p{N}\p{Co}]/u.test(part))
    .slice(0, MOST_PARTS)
    .map((part) => `"${part.replaceAll('\0', ' ')}"`);
  return quoted.length === 0 ? null : quoted.join(' ');
}

/** The engine joins parts pairwise and refuses very deep queries. */
const MOST_PARTS = 64;
