export interface ColumnName {
  readonly key: string;
  readonly label: string;
}

/**
 * The columns that the URL's text names, in the order of the table; the usual ones when it names none that is known. Of the
 * `links`, by which a row is opened, one is always there: the first one where none is named.
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

/** The URL's text for these columns; null for the usual ones. */
export function columnsParam(chosen: readonly string[], defaults: readonly string[]): string | null {
  const isUsual = chosen.length === defaults.length && chosen.every((key) => defaults.includes(key));
  return isUsual || chosen.length === 0 ? null : chosen.join(',');
}
