import { decode } from '../decode';

/**
 * Reads the value of a top-level text field out of the start of a JSON or form body, without parsing all of it.
 * A field inside a JSON text that the body carries does not match, since its quotes are escaped there. Every value in
 * the order of its appearance; empty when there is none.
 */
export function bodyFields(body: string, field: string): string[] {
  return body.startsWith('{') ? jsonFields(body, field) : formFields(body, field);
}

/** The keys of the object in a top-level field; empty when the body is cut off or not JSON. */
export function bodyKeys(body: string, field: string): string[] {
  if (!body.includes(`"${field}"`)) return [];
  try {
    const value = (JSON.parse(body) as Record<string, unknown>)[field];
    return typeof value === 'object' && value !== null ? Object.keys(value) : [];
  } catch {
    return [];
  }
}

function jsonFields(body: string, field: string): string[] {
  const pattern = patternOf(`"${field}"\\s*:\\s*"([^"\\\\]{1,2048})"`);
  return [...new Set(Array.from(body.matchAll(pattern), ([, value = '']) => value))];
}

function formFields(body: string, field: string): string[] {
  const [match] = body.matchAll(patternOf(`(?:^|&)${field}=([^&]*)`));
  return match?.[1] ? [decode(match[1].replaceAll('+', ' '))] : [];
}

// The same few fields in every call; making an expression costs more than using it.
const patterns = new Map<string, RegExp>();

function patternOf(source: string): RegExp {
  let pattern = patterns.get(source);
  if (pattern === undefined) {
    pattern = new RegExp(source, 'g');
    patterns.set(source, pattern);
  }
  return pattern;
}
