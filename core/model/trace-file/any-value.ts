import type { Attributes, AttributeValue } from '../attributes';
import { asObjects, asText, isObject, type JsonObject } from './json-value';

/** OTLP/JSON's list of attributes as an object. */
export function readAttributes(list: unknown): Attributes {
  return Object.fromEntries(asObjects(list).map(({ key, value }) => [asText(key), readValue(value)]));
}

function readValue(value: unknown): AttributeValue {
  if (!isObject(value)) return null;
  if (value.intValue !== undefined) return readInteger(value.intValue);
  if (value.boolValue !== undefined) return value.boolValue === true || value.boolValue === 'true';
  if (value.doubleValue !== undefined) return readDouble(value.doubleValue);
  if (isObject(value.arrayValue)) return asObjects(value.arrayValue.values).map(readValue);
  if (isObject(value.kvlistValue)) return readAttributes(value.kvlistValue.values);
  const text = value.stringValue ?? value.bytesValue;
  return text === undefined ? null : asText(text);
}

/** Integers that do not fit a number stay text. */
function readInteger(value: unknown): AttributeValue {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : asText(value);
}

function readDouble(value: unknown): AttributeValue {
  const number = typeof value === 'number' ? value : Number(asText(value));
  return Number.isFinite(number) ? number : asText(value);
}

/** Attributes in OTLP/JSON. Null, which OTLP lacks, becomes an empty value. */
export function writeAttributes(attributes: Attributes): readonly JsonObject[] {
  return Object.entries(attributes).map(([key, value]) => ({ key, value: writeValue(value) }));
}

function writeValue(value: AttributeValue): JsonObject {
  if (value === null) return {};
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value === 'number')
    return Number.isSafeInteger(value) ? { intValue: String(value) } : { doubleValue: value };
  return isList(value)
    ? { arrayValue: { values: value.map(writeValue) } }
    : { kvlistValue: { values: writeAttributes(value) } };
}

function isList(
  value: readonly AttributeValue[] | { readonly [key: string]: AttributeValue },
): value is readonly AttributeValue[] {
  return Array.isArray(value);
}
