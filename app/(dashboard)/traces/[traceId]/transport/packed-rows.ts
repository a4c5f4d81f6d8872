/** A column of equal rows: one value for all, places in `texts`, times in milliseconds after `base`, or the values. */
type Column =
  | { readonly same: unknown }
  | { readonly texts: readonly number[] }
  | { readonly base: string; readonly after: readonly number[] }
  | { readonly values: readonly unknown[] };

/** Flat rows by column: names are written once instead of once a row, and so is each text that repeats. */
export interface PackedRows {
  readonly count: number;
  readonly columns: Readonly<Record<string, Column>>;
  /** The texts of all columns, each once. */
  readonly texts: readonly string[];
}

const ISO_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** Rows that all have the same fields, whose values are JSON's texts, numbers, booleans and null. */
export function packRows<Row extends object>(rows: readonly Row[]): PackedRows {
  const places = new Map<string, number>();
  const placeOf = (text: string) => {
    const known = places.get(text);
    if (known !== undefined) return known;
    places.set(text, places.size);
    return places.size - 1;
  };
  const [first] = rows;
  const names = first === undefined ? [] : fieldsOf(first);
  const columns = names.map((name) => {
    const values = rows.map((row) => row[name]);
    return [name, columnOf(values, placeOf)] as const;
  });
  return { count: rows.length, columns: Object.fromEntries(columns), texts: [...places.keys()] };
}

function columnOf(values: readonly unknown[], placeOf: (text: string) => number): Column {
  const [first] = values;
  if (values.every((value) => value === first)) return { same: first };
  if (!values.every((value) => typeof value === 'string')) return { values };
  if (typeof first !== 'string' || !values.every((text) => ISO_TIME.test(text)))
    return { texts: values.map(placeOf) };
  const start = Date.parse(first);
  return { base: first, after: values.map((text) => Date.parse(text) - start) };
}

/** The rows that were packed; `Row` must be what they were. */
export function unpackRows<Row extends object>({ count, columns, texts }: PackedRows): Row[] {
  const readers = Object.entries(columns).map(([name, column]) => [name, readerOf(column, texts)] as const);
  return Array.from({ length: count }, (_, index) => {
    const row: Record<string, unknown> = {};
    for (const [name, read] of readers) row[name] = read(index);
    return row as Row;
  });
}

function readerOf(column: Column, texts: readonly string[]): (index: number) => unknown {
  if ('same' in column) return () => column.same;
  if ('texts' in column) return (index) => texts[column.texts[index] ?? -1];
  if ('values' in column) return (index) => column.values[index];
  const start = Date.parse(column.base);
  return (index) => new Date(start + (column.after[index] ?? 0)).toISOString();
}

function fieldsOf<Row extends object>(row: Row): (keyof Row & string)[] {
  return Object.keys(row) as (keyof Row & string)[];
}
