import { FaaslensError } from '../../errors';

/** A row's place in a list sorted by these values. Text and integers only. */
export type Position = readonly (string | bigint)[];

/** Encodes the position of a page's last row. `list` names the list, so that no other list accepts the cursor. */
export function toCursor(list: string, position: Position): string {
  const values = position.map((value) => (typeof value === 'bigint' ? { n: value.toString() } : value));
  return Buffer.from(JSON.stringify([list, ...values])).toString('base64url');
}

/**
 * Decodes what `toCursor` made for this list; null without a cursor.
 * @throws FaaslensError `invalid_input` for anything else.
 */
export function fromCursor(list: string, shape: Position, cursor: string | undefined): Position | null {
  if (cursor === undefined) return null;
  const [name, ...values] = parse(cursor);
  const position = values.map(positionValue);
  const fits =
    name === list &&
    position.length === shape.length &&
    position.every((value, index) => value !== null && typeof value === typeof shape[index]);
  if (!fits) {
    throw new FaaslensError('invalid_input', 'cursor: must be the nextCursor of a page of the same list');
  }
  return position.filter((value) => value !== null);
}

function parse(cursor: string): readonly unknown[] {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(parsed) ? parsed : [];
  } catch {
    return [];
  }
}

function positionValue(value: unknown): string | bigint | null {
  if (typeof value === 'string') return value;
  const digits =
    typeof value === 'object' && value !== null && 'n' in value && typeof value.n === 'string' ? value.n : '';
  if (!/^-?\d{1,19}$/.test(digits)) return null;
  const number = BigInt(digits);
  return BigInt.asIntN(64, number) === number ? number : null;
}
