import type { Attributes, AttributeValue } from '@/core/model/attributes';
import { Refusal } from './errors';
import { field, isObject, type JsonObject, listField } from './json-fields';
import { MAX_NAME_BYTES, MAX_VALUE_DEPTH } from './limits';
import { CUT_MARK, cutText } from './text';
import {
  AttributeSink,
  afford,
  DEPTH_MARK,
  doubleValue,
  emptyMap,
  integerValue,
  type ValueBudget,
  valueBudget,
} from './values';

/**
 * The attributes of a JSON object, empty when it has none.
 * @throws Refusal when they are not a list of KeyValue; a plain object is the usual mistake.
 */
export function readAttributes(object: JsonObject): Attributes {
  const sink = new AttributeSink();
  if (isObject(object.attributes)) {
    throw new Refusal(
      'attributes must be a list of {"key": ..., "value": {"stringValue": ...}}, not an object',
    );
  }
  for (const entry of listField(object, 'attributes')) {
    if (!sink.admit()) continue;
    const { key } = entry;
    if (typeof key !== 'string') throw new Refusal('an attribute has no key');
    sink.put(cutText(key, MAX_NAME_BYTES), readValue(entry.value, valueBudget(key), 1));
  }
  return sink.done();
}

/** An AnyValue; null when it is absent or has no content. @throws Refusal when it is not an object. */
export function readValue(value: unknown, budget: ValueBudget, depth: number): AttributeValue {
  if (value === undefined || value === null) return null;
  if (!isObject(value)) throw new Refusal('a value must be an object as {"stringValue": ...}');
  const text = field(value, 'stringValue');
  if (text !== undefined) return readText(text, budget);
  const integer = field(value, 'intValue');
  if (integer !== undefined) return readInteger(integer, budget);
  const bool = field(value, 'boolValue');
  if (bool !== undefined) return bool === true || bool === 'true';
  const double = field(value, 'doubleValue');
  if (double !== undefined) return readDouble(double, budget);
  const list = field(value, 'arrayValue');
  if (list !== undefined) return depth > MAX_VALUE_DEPTH ? DEPTH_MARK : readList(list, budget, depth);
  const map = field(value, 'kvlistValue');
  if (map !== undefined) return depth > MAX_VALUE_DEPTH ? DEPTH_MARK : readMap(map, budget, depth);
  const bytes = field(value, 'bytesValue');
  return bytes === undefined ? null : readText(bytes, budget);
}

function readText(value: unknown, budget: ValueBudget): string {
  if (typeof value === 'object') throw new Refusal('stringValue must be a string');
  const text = String(value);
  const most = Math.max(0, budget.left);
  budget.left -= Buffer.byteLength(text);
  return cutText(text, most);
}

/** An integer beyond 64 bits, or text that is not a number, is kept as the text that was sent. */
function readInteger(value: unknown, budget: ValueBudget): AttributeValue {
  if (typeof value === 'number')
    return Number.isInteger(value) ? integerValue(BigInt(value)) : doubleValue(value);
  return typeof value === 'string' && /^-?\d{1,20}$/.test(value)
    ? integerValue(BigInt(value))
    : readText(value, budget);
}

/** Numbers may be sent as strings; NaN and the infinities must be. */
function readDouble(value: unknown, budget: ValueBudget): AttributeValue {
  if (typeof value === 'number') return doubleValue(value);
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
  return Number.isFinite(number) ? number : readText(value, budget);
}

function readList(value: unknown, budget: ValueBudget, depth: number): AttributeValue {
  const list: AttributeValue[] = [];
  for (const element of elements(value, 'arrayValue')) {
    if (!afford(budget, 1)) return [...list, CUT_MARK];
    list.push(readValue(element, budget, depth + 1));
  }
  return list;
}

function readMap(value: unknown, budget: ValueBudget, depth: number): AttributeValue {
  const map = emptyMap();
  for (const entry of elements(value, 'kvlistValue')) {
    if (!isObject(entry) || typeof entry.key !== 'string')
      throw new Refusal('the values of kvlistValue must have keys');
    if (!afford(budget, 1)) {
      map[CUT_MARK] = CUT_MARK;
      return map;
    }
    budget.left -= Buffer.byteLength(entry.key);
    map[cutText(entry.key, MAX_NAME_BYTES)] = readValue(entry.value, budget, depth + 1);
  }
  return map;
}

function elements(value: unknown, name: string): readonly unknown[] {
  if (!isObject(value)) throw new Refusal(`${name} must be an object with a list of values`);
  const values = value.values ?? [];
  if (!Array.isArray(values)) throw new Refusal(`${name}.values must be a list`);
  return values;
}
