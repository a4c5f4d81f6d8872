/**
 * An attribute value as stored and shown, representable in JSON: integers beyond 2^53 are decimal strings, bytes are base64,
 * NaN and the infinities are the strings `NaN`, `Infinity`, `-Infinity`.
 */
export type AttributeValue =
  | string
  | number
  | boolean
  | null
  | readonly AttributeValue[]
  | { readonly [key: string]: AttributeValue };

export type Attributes = Readonly<Record<string, AttributeValue>>;

/** Maximum length of an attribute key in filters of lists. */
export const LONGEST_KEY = 256;

/** The attribute as a non-empty string, or null when it is absent, empty or of another type. */
export function stringAttribute(attributes: Attributes, key: string): string | null {
  const value = attributes[key];
  return typeof value === 'string' && value !== '' ? value : null;
}

/** The attribute as a finite number (numeric strings count), or null. */
export function numberAttribute(attributes: Attributes, key: string): number | null {
  const value = attributes[key];
  if (typeof value === 'string' && value.trim() !== '') {
    const parsed = Number(value);
    return Number.isFinite(parsed) ? parsed : null;
  }
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** The attribute as a boolean (`"true"` and `"false"` count), or null. */
export function booleanAttribute(attributes: Attributes, key: string): boolean | null {
  const value = attributes[key];
  if (typeof value === 'boolean') return value;
  if (value === 'true') return true;
  return value === 'false' ? false : null;
}
