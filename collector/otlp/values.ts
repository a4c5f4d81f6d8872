import type { Attributes, AttributeValue } from '@/core/model/attributes';
import { MAX_ATTRIBUTES, MAX_PROMPT_BYTES, MAX_VALUE_BYTES } from './limits';
import { CUT_MARK } from './text';

/** Replaces a value nested deeper than `MAX_VALUE_DEPTH`. */
export const DEPTH_MARK = '…[nested too deep]';
/** Holds the number of attributes dropped beyond `MAX_ATTRIBUTES`. */
export const DROPPED_KEY = 'faaslens.dropped_attributes';

/** How many bytes one attribute value may still take, over all its parts. */
export interface ValueBudget {
  left: number;
}

export function valueBudget(key: string): ValueBudget {
  return { left: key.startsWith('gen_ai.') ? MAX_PROMPT_BYTES : MAX_VALUE_BYTES };
}

/** An integer as stored: a number when exact, else its decimal digits. */
export function integerValue(value: bigint): number | string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value.toString();
}

/** A double as stored: NaN and the infinities as text. */
export function doubleValue(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}

/** Bytes as base64, within the budget. */
export function bytesValue(bytes: Buffer, budget: ValueBudget): string {
  const most = Math.max(0, Math.floor((budget.left * 3) / 4));
  budget.left -= Math.ceil((bytes.length * 4) / 3);
  return bytes.length <= most
    ? bytes.toString('base64')
    : bytes.toString('base64', 0, most - (most % 3)) + CUT_MARK;
}

/** Charges one more part of a list or map; false when the budget is used up. */
export function afford(budget: ValueBudget, bytes: number): boolean {
  budget.left -= bytes;
  return budget.left > 0;
}

/**
 * An object with an empty prototype: every key, even `__proto__`, is plain data, and nothing is inherited. Unlike an object
 * with no prototype at all, it shares its hidden class with others of the same keys, which makes it far cheaper.
 */
export function emptyMap(): Record<string, AttributeValue> {
  return new PlainMap();
}

class PlainMap {
  [key: string]: AttributeValue;
}
Reflect.deleteProperty(PlainMap.prototype, 'constructor');
Object.setPrototypeOf(PlainMap.prototype, null);

/** Collects the attributes of one item. For a repeated key, the last value wins. */
export class AttributeSink {
  private readonly values = emptyMap();
  private count = 0;

  /** Counts one more attribute, and returns whether it is kept. */
  admit(): boolean {
    this.count += 1;
    return this.count <= MAX_ATTRIBUTES;
  }

  put(key: string, value: AttributeValue): void {
    this.values[key] = value;
  }

  done(): Attributes {
    if (this.count > MAX_ATTRIBUTES) this.values[DROPPED_KEY] = this.count - MAX_ATTRIBUTES;
    return this.values;
  }
}
