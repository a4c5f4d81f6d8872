import type { Limits } from '../config/config';
import type { AttributeValue } from './attributes';

/** Attributes of a span, event, link or log record, within their limits. */
export class AttributeSet {
  readonly values = new Map<string, AttributeValue>();
  /** How many were refused because the set was full. */
  dropped = 0;

  constructor(private readonly limits: Limits) {}

  /**
   * Ignores what is no attribute (no key, `undefined`, an object...), as the API asks of implementations.
   *
   * @param isOurs kept even where the user's own fill the set: what an invocation is known by, and how it ended
   */
  set(key: string, value: unknown, isOurs = false): void {
    const kept = keep(value, this.limits.valueLength);
    if (typeof key !== 'string' || key === '' || kept === undefined) return;
    const { values } = this;
    if (isOurs || values.size < this.limits.attributeCount || values.has(key)) values.set(key, kept);
    else this.dropped += 1;
  }

  setAll(attributes: object = {}, isOurs = false): void {
    // Not by entries: this runs for every attribute of every invocation, and a list of pairs is twice the time.
    for (const key of Object.keys(attributes)) this.set(key, attributes[key as never], isOurs);
  }
}

/** The value, shortened; `undefined` when it is none. A list is copied, so that it keeps what it said now. */
function keep(value: unknown, length: number): AttributeValue | undefined {
  switch (typeof value) {
    case 'string':
      return value.length > length ? value.slice(0, length) : value;
    case 'number':
    case 'boolean':
      return value;
    default: {
      if (!Array.isArray(value)) return undefined;
      const items = value.map((item: unknown) => (Array.isArray(item) ? undefined : keep(item, length)));
      const isList = items.every((item, at) => item !== undefined || (value[at] ?? undefined) === undefined);
      return isList ? (items as AttributeValue) : undefined;
    }
  }
}
