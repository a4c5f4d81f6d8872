/** The single values of an attribute. */
export type Primitive = string | number | boolean;

/** What an attribute may hold; elements of a list may be missing. */
export type AttributeValue = Primitive | ReadonlyArray<Primitive | null | undefined>;

export type Attributes = Readonly<Record<string, AttributeValue | undefined>>;

/** Those that have a value. */
export function defined(attributes: Attributes): Record<string, AttributeValue> {
  const found: Record<string, AttributeValue> = {};
  for (const [key, value] of Object.entries(attributes)) if (value !== undefined) found[key] = value;
  return found;
}
