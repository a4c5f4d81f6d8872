export interface ColumnName {
  readonly key: string;
  readonly label: string;
}

/**
 * The columns named in the URL, in the order of the table; the default ones if it names no known column. At least one of
 * `links`, which open a row, is always included: the first one if none is named.
 */
export function chosenColumns(
  text: string | undefined,
  all: readonly string[],
  defaults: readonly string[],
  links: readonly string[],
): readonly string[] {
  const named = (text ?? '').split(',');
  const chosen = all.filter((key) => named.includes(key));
  if (chosen.length === 0) return all.filter((key) => defaults.includes(key));
  const added = chosen.some((key) => links.includes(key)) ? undefined : links[0];
  return all.filter((key) => key === added || chosen.includes(key));
}

/** The URL value for these columns; null for the default ones. */
export function columnsParam(chosen: readonly string[], defaults: readonly string[]): string | null {
  const isUsual = chosen.length === defaults.length && chosen.every((key) => defaults.includes(key));
  return isUsual || chosen.length === 0 ? null : chosen.join(',');
}
