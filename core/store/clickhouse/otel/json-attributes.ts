import type { Attributes, AttributeValue } from '../../../model/attributes';

/** A `JSON` column as the server answers it: integers of 64 bits as texts, and the types of all values by their names. */
export type AnsweredJson = readonly [text: string, types: Readonly<Record<string, string>>];

/** What is asked of a `JSON` column. */
export function jsonOf(column: string): string {
  return `(toString(${column}), JSONAllPathsWithTypes(${column}))`;
}

/**
 * The attributes of a `JSON` column. It keeps `http.route` as `route` within `http`, so names are put together again: an
 * attribute that was a map itself becomes several.
 */
export function attributesOfJson([text, types]: AnsweredJson): Attributes {
  const attributes: Record<string, AttributeValue> = {};
  const add = (value: AttributeValue, name: string) => {
    if (!isMap(value)) attributes[name] = INTEGERS.test(types[name] ?? '') ? toNumbers(value) : value;
    else for (const [key, inner] of Object.entries(value)) add(inner, name === '' ? key : `${name}.${key}`);
  };
  add(JSON.parse(text), '');
  return attributes;
}

/** Lists of them, too. */
const INTEGERS = /^(?:Array\(|Nullable\()*U?Int64\)*$/;

/** What a double cannot hold stays a decimal text. */
function toNumbers(value: AttributeValue): AttributeValue {
  if (Array.isArray(value)) return value.map(toNumbers);
  return typeof value === 'string' && Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

function isMap(value: AttributeValue): value is { readonly [key: string]: AttributeValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
