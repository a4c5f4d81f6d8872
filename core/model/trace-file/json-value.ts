/** A JSON object that nothing is known of. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** The value when it is an object that is no array, else an empty one. */
export function asObject(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The objects of a list; empty when it is none. */
export function asObjects(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** A text; numbers and booleans as text, '' for everything else. */
export function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

/** A whole number that is not negative, as files write it: a number or digits in a text; 0 for everything else. */
export function asInteger(value: unknown): bigint {
  if (typeof value === 'number' && Number.isFinite(value) && value > 0) return BigInt(Math.round(value));
  return typeof value === 'string' && /^\d{1,30}$/.test(value) ? BigInt(value) : 0n;
}

/** An id as lower-case hex of so many digits, shorter ones with zeros before; null when it is none, or all zeros. */
export function asId(value: unknown, digits: 16 | 32): string | null {
  if (typeof value !== 'string' || !/^[0-9a-f]+$/i.test(value) || value.length > digits) return null;
  const id = value.toLowerCase().padStart(digits, '0');
  return /^0+$/.test(id) ? null : id;
}
