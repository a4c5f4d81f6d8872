import type { Limits } from '../config/config';
import type { AttributeValue, Primitive } from './attributes';

/** Attributes of a span, event, link or log record, within their limits. */
export class AttributeSet {
  readonly values = new Map<string, AttributeValue>();
  /** How many were refused because the set was full. */
  dropped = 0;

  constructor(private readonly limits: Limits) {}

  /** Ignores what is no attribute (no key, `undefined`, an object...), as the API asks of implementations. */
  set(key: string, value: unknown): void {
    if (typeof key !== 'string' || key === '' || !isAttributeValue(value)) return;
    if (!this.values.has(key) && this.values.size >= this.limits.attributeCount) {
      this.dropped += 1;
      return;
    }
    this.values.set(key, shorten(value, this.limits.valueLength));
  }

  setAll(attributes: object | undefined): void {
    for (const [key, value] of Object.entries(attributes ?? {})) this.set(key, value);
  }
}

function isPrimitive(value: unknown): value is Primitive {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function isAttributeValue(value: unknown): value is AttributeValue {
  if (!Array.isArray(value)) return isPrimitive(value);
  return value.every((item: unknown) => item === null || item === undefined || isPrimitive(item));
}

function shorten(value: AttributeValue, length: number): AttributeValue {
  if (typeof value === 'string') return value.length > length ? value.slice(0, length) : value;
  if (typeof value !== 'object') return value;
  // A copy, so that a list which the caller changes later keeps what it said now.
  return value.map((item) => (typeof item === 'string' ? item.slice(0, length) : item));
}
