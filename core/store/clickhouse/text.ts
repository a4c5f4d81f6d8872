import { createHash } from 'node:crypto';
import type { Attributes, AttributeValue } from '../../model/attributes';

/** The text with every half of a surrogate pair replaced: columns hold UTF-8. */
export function wellFormed(text: string): string {
  return Buffer.from(text).toString();
}

/** The first so many hex digits of the text's SHA-256. */
export function hashOf(text: string, digits: number): string {
  return createHash('sha256').update(text).digest('hex').slice(0, digits);
}

/** Texts, numbers and booleans as they read; what else an attribute may be is found by nobody who types. */
export function textsOf(attributes: Attributes): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [key, value] of Object.entries(attributes)) {
    const text = plainText(value);
    if (text !== null) texts[wellFormed(key)] = text;
  }
  return texts;
}

function plainText(value: AttributeValue): string | null {
  if (typeof value === 'string') return wellFormed(value);
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}
