import type { Attributes, AttributeValue } from '../../model/attributes';
import type { Span } from '../../model/telemetry';

/** Kept short because very many values may be counted or stored at once. */
export const LONGEST_VALUE = 256;

/** The text that values are grouped by: a string as it is, anything else as JSON, cut to 256 characters. */
export function attributeText(value: AttributeValue): string {
  return (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, LONGEST_VALUE);
}

/** The attribute of the span, otherwise of its resource. */
export function attributeOfSpan(
  { attributes, resource }: Pick<Span, 'attributes' | 'resource'>,
  key: string,
): AttributeValue | undefined {
  const own = ownAttribute(attributes, key);
  return own === undefined ? ownAttribute(resource.attributes, key) : own;
}

export function ownAttribute(attributes: Attributes, key: string): AttributeValue | undefined {
  return Object.hasOwn(attributes, key) ? attributes[key] : undefined;
}

const NUMBER = /^-?\d/;
/** JSON writes no number longer than this. */
const LONGEST_NUMBER = 25;

/** The number that JSON would write as this text; null when there is none. */
export function writtenNumber(text: string): number | null {
  if (text.length > LONGEST_NUMBER || !NUMBER.test(text)) return null;
  const number = Number(text);
  return JSON.stringify(number) === text ? number : null;
}
