/** The single values of an attribute. */
export type Primitive = string | number | boolean;

/** What an attribute may hold; elements of a list may be missing. */
export type AttributeValue = Primitive | ReadonlyArray<Primitive | null | undefined>;

export type Attributes = Readonly<Record<string, AttributeValue | undefined>>;
