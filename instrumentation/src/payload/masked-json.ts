import { isHidden, MASKED, type Mask, maskPlainText } from './mask';

const MAX_DEPTH = 12;

// What is kept is a few thousand characters, while a value may have a whole process hanging on it.
const MAX_VALUES = 5_000;

// Decoding more than this to find its secrets takes milliseconds.
const MAX_ENCODED = 65_536;

const LEFT_OUT = '...';

interface Walk {
  readonly mask: Mask;
  /** The objects that the value lies in, outermost first. */
  readonly above: object[];
  valuesLeft: number;
}

/**
 * JSON of `value` with secrets hidden, also in texts that are JSON themselves or such in base64, as the bodies of HTTP
 * events and the data of streams are. Texts are masked before they are shortened by anyone, so a secret is never cut in
 * half. `undefined` for what JSON cannot say. Never throws.
 */
export function maskedJson(value: unknown, mask: Mask): string | undefined {
  try {
    return JSON.stringify(maskValue(value, { mask, above: [], valuesLeft: MAX_VALUES }));
  } catch {
    // A getter of the function's own.
    return undefined;
  }
}

function maskValue(value: unknown, walk: Walk): unknown {
  walk.valuesLeft -= 1;
  if (typeof value === 'string') return maskText(value, walk);
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return `${value.byteLength} bytes`;
  const { above } = walk;
  if (walk.valuesLeft <= 0 || above.length >= MAX_DEPTH || above.includes(value)) return LEFT_OUT;
  above.push(value);
  const masked = maskObject(value, walk);
  above.pop();
  return masked;
}

function maskObject(value: object, walk: Walk): unknown {
  // What an object says for JSON is what leaves the function; it may hold back more than any name tells.
  const { toJSON } = value as { toJSON?: unknown };
  const said: unknown = typeof toJSON === 'function' ? Reflect.apply(toJSON, value, ['']) : value;
  if (said !== value) return maskValue(said, walk);
  if (Array.isArray(value)) {
    const items: unknown[] = [];
    for (const item of value) {
      items.push(walk.valuesLeft > 0 ? maskValue(item, walk) : LEFT_OUT);
      if (walk.valuesLeft <= 0) break;
    }
    return items;
  }
  const masked: Record<string, unknown> = {};
  const fields = value as Readonly<Record<string, unknown>>;
  for (const key of Object.keys(fields)) {
    if (walk.valuesLeft <= 0) break;
    const field = fields[key];
    const isEncoded = key === 'body' && fields.isBase64Encoded === true && typeof field === 'string';
    if (isHidden(key, field, walk.mask)) masked[key] = MASKED;
    else masked[key] = isEncoded ? maskEncoded(field, walk) : maskValue(field, walk);
  }
  return masked;
}

// How JSON of an object or a list of texts or objects begins in base64.
const ENCODED_JSON = /^(?:ey[AJ]|ew|W[13y])[\w+/-]*={0,2}$/;

function maskText(text: string, walk: Walk): string {
  return (
    maskJson(text, walk) ??
    (ENCODED_JSON.test(text) ? maskEncoded(text, walk) : maskPlainText(text, walk.mask))
  );
}

/** The text itself where nothing in it is secret or it is no text; where something is, what it says without that. */
function maskEncoded(base64: string, walk: Walk): string {
  if (base64.length > MAX_ENCODED) return LEFT_OUT;
  const text = textInBase64(base64);
  if (text === undefined) return base64;
  const masked = maskJson(text, walk) ?? maskPlainText(text, walk.mask);
  return masked === text ? base64 : masked;
}

function maskJson(text: string, walk: Walk): string | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.stringify(maskValue(JSON.parse(text), walk));
  } catch {
    return undefined;
  }
}

function textInBase64(base64: string): string | undefined {
  try {
    const binary = atob(base64.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
