import { Refusal } from './errors';
import { hexOfText } from './ids';
import { cutText } from './text';

const DECIMAL = /^\d{1,40}(?:\.\d{1,40})?(?:e\+?\d{1,3})?$/i;

/** A JSON object of unknown shape. */
export type JsonObject = { readonly [key: string]: unknown };

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A field by its camelCase name, else its snake_case name; null counts as absent (undefined). */
export function field(object: JsonObject, camel: string): unknown {
  const value = object[camel] ?? object[snake(camel)];
  return value === null ? undefined : value;
}

/** @throws Refusal when it is present but not an object. */
export function objectField(object: JsonObject, name: string): JsonObject | undefined {
  const value = field(object, name);
  if (value !== undefined && !isObject(value)) throw new Refusal(`${name} must be an object`);
  return value;
}

/**
 * The elements of a list field; empty when it is absent.
 * @throws Refusal when it is present but not a list of objects.
 */
export function listField(object: JsonObject, name: string): readonly JsonObject[] {
  const value = field(object, name);
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw new Refusal(`${name} must be a list`);
  for (const element of value)
    if (!isObject(element)) throw new Refusal(`the elements of ${name} must be objects`);
  return value;
}

/** @throws Refusal when it is present but neither text nor a number. */
export function textField(object: JsonObject, name: string, maxBytes: number): string {
  const value = field(object, name) ?? '';
  if (typeof value === 'object') throw new Refusal(`${name} must be a string`);
  return cutText(String(value), maxBytes);
}

/** An id as lower-case hex if possible, else as sent; '' when absent. */
export function idField(object: JsonObject, name: string): string {
  const value = field(object, name) ?? '';
  if (typeof value !== 'string') throw new Refusal(`${name} must be a string`);
  return hexOfText(value);
}

/**
 * Nanoseconds as a number or decimal string, also with a fraction or exponent, as some languages write large numbers; 0 when
 * absent. @throws Refusal when it is neither, or negative.
 */
export function timeField(object: JsonObject, name: string): bigint {
  const value = field(object, name);
  if (value === undefined || value === '') return 0n;
  if (typeof value === 'string' && /^\d{1,20}$/.test(value)) return BigInt(value);
  const number = typeof value === 'string' && DECIMAL.test(value) ? Number(value) : value;
  if (typeof number === 'number' && Number.isFinite(number) && number >= 0) return BigInt(Math.trunc(number));
  throw new Refusal(`${name} must be nanoseconds since the epoch, as decimal digits`);
}

/** An enum or count as a number, decimal string or name; 0 when absent or unknown. */
export function numberField(object: JsonObject, name: string, numberOf = (_name: string) => 0): number {
  const value = field(object, name);
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return 0;
  return /^\d{1,10}$/.test(value) ? Number(value) : numberOf(value);
}

const SNAKE = new Map<string, string>();

/** Field names are few but needed for every span, so each is converted once. */
function snake(camel: string): string {
  let name = SNAKE.get(camel);
  if (name === undefined) {
    name = camel.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    SNAKE.set(camel, name);
  }
  return name;
}
