import { checkedLimit } from '../derive/checked-limit';
import { fromCursor, type Position, toCursor } from '../derive/cursor';
import type { Page, PageQuery } from '../store';

/**
 * Reads one page. `read` gets the position after which to start (null for the first page) and how many rows to
 * read: one more than the page shows, which tells whether there is another page.
 */
export function readPage<Row, Item>({
  list,
  shape,
  query,
  read,
  positionOf,
  toItems,
}: {
  list: string;
  /** An example of a position: what types its values have. */
  shape: Position;
  query: PageQuery;
  read: (after: Position | null, limit: number) => readonly Row[];
  positionOf: (row: Row) => Position;
  toItems: (rows: readonly Row[]) => readonly Item[];
}): Page<Item> {
  const limit = checkedLimit(query.limit);
  const rows = read(fromCursor(list, shape, query.cursor), limit + 1);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: toItems(shown),
    nextCursor: rows.length > limit && last !== undefined ? toCursor(list, positionOf(last)) : null,
  };
}
