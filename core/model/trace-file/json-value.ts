/** A JSON object of unknown shape. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** The value if it is an object and not an array, else an empty object. */
export function asObject(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The objects in a list; empty when the value is not a list. */
export function asObjects(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** A string; numbers and booleans as text, '' for anything else. */
export function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

/** A non-negative integer, given as a number or as digits in a string; 0 for anything else. */
export function asInteger(value: unknown): bigint {
  if (typeof value === 'number' && Number.isFinite(value) && value > 0) return BigInt(Math.round(value));
  return typeof value === 'string' && /^\d{1,30}$/.test(value) ? BigInt(value) : 0n;
}

/** An id as lower-case hex with this many digits, zero-padded; null when it is not one, or all zeros. */
export function asId(value: unknown, digits: 16 | 32): string | null {
  if (typeof value !== 'string' || !/^[0-9a-f]+$/i.test(value) || value.length > digits) return null;
  const id = value.toLowerCase().padStart(digits, '0');
  return /^0+$/.test(id) ? null : id;
}
