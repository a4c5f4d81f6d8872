import type { Attributes } from '../../../model/attributes';

export type SqlCell = string | number | bigint | null;

/** A column of a virtual table and what it says of a row. */
export type SqlColumn<Row> = readonly [name: string, of: (row: Row) => SqlCell];

const texts = new WeakMap<Attributes, string>();

/** Attributes as JSON; worked out once for an object that many rows share. */
export function jsonOf(attributes: Attributes): string {
  const known = texts.get(attributes);
  if (known !== undefined) return known;
  const text = JSON.stringify(attributes);
  texts.set(attributes, text);
  return text;
}

/** ISO 8601 in UTC with milliseconds, which SQLite's date functions read. */
export function isoTime(ns: bigint): string {
  return new Date(Number(ns / 1_000_000n)).toISOString();
}
