import type { AttributeValue } from '../../../model/attributes';
import { attributeText, LONGEST_VALUE, writtenNumber } from '../../derive/attribute-text';

/** What the column `value` holds: integers as bigint, so that they take few bytes. */
export type PromotedValue = string | bigint | number;

/** What is stored of a value. A text that JSON would write for a number becomes the number: both are one group. */
export function toPromotedValue(value: AttributeValue): PromotedValue {
  return toStored(attributeText(value));
}

/** The stored form of what someone typed. */
export function typedValue(text: string): PromotedValue {
  return toStored(text.slice(0, LONGEST_VALUE));
}

/** The text that was stored, to the letter. */
export function promotedText(stored: PromotedValue): string {
  return typeof stored === 'number' ? JSON.stringify(stored) : String(stored);
}

function toStored(text: string): PromotedValue {
  const number = writtenNumber(text);
  if (number === null) return text;
  return Number.isSafeInteger(number) ? BigInt(number) : number;
}
