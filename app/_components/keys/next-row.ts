/** What opens a row: the first link of a table's row, or the summary of a list's. */
const ROWS = 'main tbody tr a[href], main li > details > summary, main ol > li > a[href]';

/** The element that opens the row after (or before) the one that has the focus; the first row when none has it. */
export function nextRow(step: 1 | -1): HTMLElement | null {
  const rows: { readonly row: Element; readonly opener: HTMLElement }[] = [];
  for (const opener of document.querySelectorAll<HTMLElement>(ROWS)) {
    const row = opener.closest('tr, li');
    if (row !== null && rows.at(-1)?.row !== row && opener.offsetParent !== null) rows.push({ row, opener });
  }
  const here = rows.findIndex(({ row }) => row.contains(document.activeElement));
  const at = here < 0 ? (step > 0 ? 0 : rows.length - 1) : here + step;
  return rows[at]?.opener ?? null;
}
