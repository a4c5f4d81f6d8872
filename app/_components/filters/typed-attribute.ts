import { LONGEST_KEY } from '@/core/model/attributes';

export interface TypedAttribute {
  readonly key: string;
  readonly value: string;
}

/** Parses a typed `key=value`, without the spaces around both; null for anything else. */
export function readTypedAttribute(text: string): TypedAttribute | null {
  const [, key, value] = /^\s*([^=\s]+)\s*=\s*(.*\S)\s*$/.exec(text) ?? [];
  return key === undefined || value === undefined || key.length > LONGEST_KEY ? null : { key, value };
}

/** A message about what is wrong with it; '' if nothing is. `keys`: the only attributes that filter the list. */
export function typedAttributeProblem(text: string, keys?: readonly string[]): string {
  const read = readTypedAttribute(text);
  if (read === null) return text.trim() === '' ? '' : 'Must be key=value, as http.route=/pay';
  if (keys === undefined || keys.includes(read.key)) return '';
  return `Must be one of the promoted attributes: ${keys.join(', ')}. Group by ${read.key} to promote it, or search traces.`;
}
