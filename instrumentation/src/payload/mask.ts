/** What is hidden in payloads. */
export interface Mask {
  /** Names of fields, in lower case without `-` and `_`. */
  readonly keys: ReadonlySet<string>;
  /** Matched in texts; what matches is replaced. Global. */
  readonly patterns: readonly RegExp[];
}

/** Stands for what was hidden. */
export const MASKED = '***';

const MAX_DEPTH = 12;

const SECRET_KEYS = [
  'authorization',
  'cookie',
  'setcookie',
  'password',
  'passwd',
  'pwd',
  'secret',
  'clientsecret',
  'token',
  'accesstoken',
  'refreshtoken',
  'idtoken',
  'apikey',
  'xapikey',
  'privatekey',
  'credentials',
  'sessionid',
  'cardnumber',
  'cvv',
  'cvc',
  'pin',
  'ssn',
];

const SECRET_PATTERNS = [
  /\bBearer\s+[\w.~+/=-]{8,}/gi,
  /\beyJ[\w-]+\.[\w-]+\.[\w-]*/g,
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g,
  // Card numbers, grouped or not.
  /\b(?:\d{4}[ -]?){3}\d{1,7}\b/g,
];

/** The defaults, and what the user adds to them. */
export function createMask(keys: readonly string[] = [], patterns: readonly RegExp[] = []): Mask {
  return {
    keys: new Set([...SECRET_KEYS, ...keys].map(normaliseKey)),
    patterns: [...SECRET_PATTERNS, ...patterns.map(asGlobal)],
  };
}

/**
 * JSON of `value` with secrets hidden, also in texts that are JSON themselves, as the bodies of HTTP events are.
 * Texts are masked before they are shortened by anyone, so a secret is never cut in half. `undefined` for what JSON
 * cannot say.
 */
export function maskedJson(value: unknown, mask: Mask): string | undefined {
  return JSON.stringify(maskValue(value, mask, 0));
}

function maskValue(value: unknown, mask: Mask, depth: number): unknown {
  if (typeof value === 'string') return maskText(value, mask, depth);
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= MAX_DEPTH) return '...';
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return `${value.byteLength} bytes`;
  if (Array.isArray(value)) return value.map((item) => maskValue(item, mask, depth + 1));
  if (value instanceof Date) return value;
  const masked: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    masked[key] = mask.keys.has(normaliseKey(key)) ? MASKED : maskValue(item, mask, depth + 1);
  }
  return masked;
}

function maskText(text: string, mask: Mask, depth: number): string {
  const json = depth < MAX_DEPTH ? parseObject(text) : undefined;
  if (json !== undefined) return JSON.stringify(maskValue(json, mask, depth + 1));
  return mask.patterns.reduce((masked, pattern) => masked.replace(pattern, MASKED), text);
}

function parseObject(text: string): object | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text) as object;
  } catch {
    return undefined;
  }
}

const normaliseKey = (key: string) => key.toLowerCase().replace(/[-_]/g, '');

const asGlobal = (pattern: RegExp) =>
  pattern.global ? pattern : new RegExp(pattern.source, `${pattern.flags}g`);
