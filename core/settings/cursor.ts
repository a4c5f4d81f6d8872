import { FaaslensError } from '../errors';

/** Where a page ended: the time and id of its last item. */
export interface Position {
  readonly at: Date;
  readonly id: string;
}

function encodeCursor(position: Position): string {
  return Buffer.from(`${position.at.getTime()}:${position.id}`).toString('base64url');
}

/** @throws FaaslensError `invalid_input` for a cursor that no page gave. */
export function decodeCursor(cursor: string): Position {
  const match = /^(\d{1,15}):(\w+)$/.exec(Buffer.from(cursor, 'base64url').toString());
  if (!match?.[1] || !match[2]) {
    throw new FaaslensError('invalid_input', 'cursor: not one that a page of this list gave');
  }
  return { at: new Date(Number(match[1])), id: match[2] };
}

/** Cuts the one row that was asked beyond the limit and makes the cursor of the next page from the last one kept. */
export function toPage<Row, Item>(
  rows: readonly Row[],
  limit: number,
  toItem: (row: Row) => Item,
  position: (row: Row) => Position,
): { items: Item[]; nextCursor: string | null } {
  const kept = rows.slice(0, limit);
  const last = kept.at(-1);
  return {
    items: kept.map(toItem),
    nextCursor: rows.length > limit && last !== undefined ? encodeCursor(position(last)) : null,
  };
}
