import { decode } from '../decode';

/**
 * Reads the values of the top-level text field out of the start of a JSON or form body, without parsing all of it: of
 * the first of `fields` that is there. A field inside a JSON text that the body carries does not match, since its
 * quotes are escaped there. In the order of their appearance; empty when there is none.
 */
export function bodyFields(body: string, fields: readonly string[]): string[] {
  const isJson = body.startsWith('{');
  for (const field of fields) {
    const source = isJson ? `"${field}"\\s*:\\s*"([^"\\\\]{1,2048})"` : `(?:^|&)${field}=([^&]+)`;
    // The same few fields in every call; making an expression costs more than using it.
    const pattern = patterns.get(source) ?? new RegExp(source, 'g');
    patterns.set(source, pattern);
    const found = new Set(Array.from(body.matchAll(pattern), ([, value = '']) => value));
    if (found.size > 0)
      return isJson ? [...found] : [...found].map((value) => decode(value.replaceAll('+', ' ')));
  }
  return [];
}

const patterns = new Map<string, RegExp>();

/** The keys of the object in a top-level field; empty when the body is cut off or not JSON. */
export function bodyKeys(body: string, field: string): string[] {
  try {
    return body.includes(`"${field}"`) ? Object.keys(JSON.parse(body)[field] as object) : [];
  } catch {
    return [];
  }
}
