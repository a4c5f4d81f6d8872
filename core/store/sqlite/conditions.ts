import type { TimeRange } from '../../model/time-range';
import { msToNs } from './values';

export type SqlValue = string | bigint | number | Buffer | null;

/** The WHERE clause of a list, built term by term; everything that was typed goes in as a bound value. */
export class Conditions {
  private readonly terms: string[] = [];
  readonly values: SqlValue[] = [];

  and(term: string, ...values: SqlValue[]): this {
    this.terms.push(`(${term})`);
    this.values.push(...values);
    return this;
  }

  /** Adds the term only when its one value was asked for. */
  andIf(value: SqlValue | undefined, term: string): this {
    return value === undefined ? this : this.and(term, value);
  }

  within(column: string, range: TimeRange): this {
    return this.and(`${column} >= ? AND ${column} < ?`, msToNs(range.fromMs), msToNs(range.toMs));
  }

  /** `WHERE ...`, or nothing. */
  get where(): string {
    return this.terms.length === 0 ? '' : `WHERE ${this.terms.join(' AND ')}`;
  }
}

/** A term that is true where the text is part of the column, without regard to (ASCII) case. */
export function contains(column: string): string {
  return `instr(lower(${column}), lower(?)) > 0`;
}

/** The same for a column "text or number"; takes the text twice. */
export function containsInterned(column: string): string {
  return `CASE typeof(${column}) WHEN 'text' THEN ${contains(column)}
    ELSE ${column} IN (SELECT id FROM text WHERE ${contains('value')}) END`;
}

/** The bytes of an id of so many hex digits, or null when the text is not one. */
export function idBytes(text: string, digits: 16 | 32): Buffer | null {
  return text.length === digits && /^[0-9a-f]+$/i.test(text) ? Buffer.from(text, 'hex') : null;
}
