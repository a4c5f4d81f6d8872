import type { TimeRange } from '../../model/time-range';
import { msToNs } from '../derive/times';
import { dayOfPart, withinDays } from './days';

/** A value that goes beside the statement, never into its text. */
export interface Bound {
  readonly name: string;
  readonly value: string | number | readonly string[];
}

type Parameter = string | number | bigint | readonly string[];

/** Terms of a WHERE clause; a `?` in a term stands for the next of its values. */
export class Conditions {
  private readonly terms: string[] = [];
  readonly values: Bound[] = [];

  and(term: string, ...values: readonly Parameter[]): this {
    this.terms.push(`(${this.bind(term, ...values)})`);
    return this;
  }

  /** Adds the term only when its one value was asked for. */
  andIf(value: Parameter | undefined, term: string): this {
    return value === undefined ? this : this.and(term, value);
  }

  within(column: string, { fromMs, toMs }: TimeRange): this {
    return this.and(`${column} >= ? AND ${column} < ?`, msToNs(fromMs), msToNs(toMs));
  }

  /** The same of a time that rows of `trace` tell, of which the parts of these days are read. */
  happened(column: `${'i' | 'e' | 't'}.${string}`, range: TimeRange): this {
    const [alias] = column;
    return this.within(column, range).and(withinDays(alias === 't' ? dayOfPart('t') : `${alias}.day`, range));
  }

  /** The text with its values named; to be used beside `where` in the same statement. */
  bind(text: string, ...values: readonly Parameter[]): string {
    let next = 0;
    return text.replaceAll('?', () => {
      const value = values[next++];
      if (value === undefined) throw new Error('a term has more places than values');
      const name = `p${this.values.length}`;
      this.values.push({ name, value: typeof value === 'bigint' ? value.toString() : value });
      return `{${name}:${typeOf(value)}}`;
    });
  }

  /** `WHERE ...`, or nothing. */
  get where(): string {
    return this.terms.length === 0 ? '' : `WHERE ${this.terms.join(' AND ')}`;
  }
}

function typeOf(value: Parameter): string {
  if (typeof value === 'bigint') return 'Int128';
  if (typeof value === 'number') return 'Float64';
  return typeof value === 'string' ? 'String' : 'Array(String)';
}

/** True where the text is part of the column, without regard to case. */
export function contains(column: string): string {
  return `positionCaseInsensitiveUTF8(${column}, ?) > 0`;
}

/** The text in lower case when it is an id of so many hex digits, else null. */
export function idText(text: string, digits: 16 | 32): string | null {
  return text.length === digits && /^[0-9a-f]+$/i.test(text) ? text.toLowerCase() : null;
}

/** A list for IN, of ids of hex digits: as text, because a request may be about thousands. */
export function idList(ids: Iterable<string>): string {
  const list = [...ids].map(idLiteral);
  return list.length === 0 ? "('')" : `(${list.join(',')})`;
}

/** An id of hex digits as a literal. */
export function idLiteral(id: string): string {
  if (!/^[0-9a-f]+$/.test(id)) throw new Error('an id is not hexadecimal');
  return `'${id}'`;
}

/**
 * Any text as a literal in which nothing that it says can be taken for a part of the statement: every byte is escaped. A
 * list of literals is one node to ClickHouse, while one of calls is refused when it is long.
 */
export function textLiteral(text: string): string {
  return `'${Buffer.from(text).toString('hex').replace(/../g, '\\x$&')}'`;
}

/** A list for IN, of any texts. */
export function textList(texts: Iterable<string>): string {
  const list = Array.from(texts, textLiteral);
  return list.length === 0 ? "('')" : `(${list.join(',')})`;
}

/** An array, of any texts. */
export function textArray(texts: Iterable<string>): string {
  return `[${Array.from(texts, textLiteral).join(',')}]`;
}

/** A term that is true where one of these is; of none it is false. */
export function anyOf<Item>(items: readonly Item[], term: (item: Item) => string): string {
  return items.length === 0 ? 'false' : items.map((item) => `(${term(item)})`).join(' OR ');
}

/** More in one statement would make it longer than a server likes. */
const MOST_AT_ONCE = 2000;

/** What the statements answer that are about so many of these at once, one statement after the other. */
export async function inPieces<Item, Row>(
  items: Iterable<Item>,
  ask: (piece: readonly Item[]) => Promise<readonly Row[]>,
): Promise<Row[]> {
  const all = [...items];
  const rows: Row[] = [];
  for (let at = 0; at < all.length; at += MOST_AT_ONCE)
    for (const row of await ask(all.slice(at, at + MOST_AT_ONCE))) rows.push(row);
  return rows;
}
