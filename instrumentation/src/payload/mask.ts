import { decode } from '../outgoing/decode';
import { isSecretName } from './secret-name';

/** What is hidden in payloads. */
export interface Mask {
  /** Names of fields, in lower case without `-` and `_`. */
  readonly keys: ReadonlySet<string>;
  /** Matched in texts; what matches is replaced. Global. */
  readonly patterns: readonly RegExp[];
}

/** Stands for what was hidden. */
export const MASKED = '***';

// Beside the names that `isSecretName` knows. The last three are where requests of Node.js and of Firebase, and events of
// authorizers, keep headers once more.
const SECRET_KEYS = ['pin', 'sessionid', 'cardnumber', 'rawheaders', 'rawrequest', 'identitysource'];

const SECRET_PATTERNS = [
  /\bBearer\s+[\w.~+/=-]{8,}/gi,
  /\beyJ[\w-]+\.[\w-]+\.[\w-]*/g,
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[^-]*-----END [A-Z ]*PRIVATE KEY-----/g,
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

/** Whether a field is hidden whole. */
export function isHidden(name: string, value: unknown, { keys }: Mask): boolean {
  return keys.has(normaliseKey(name)) || isSecretName(name, value);
}

// `name=value` as forms, queries, cookies and connection strings have it, and `"name":"value"` of what is nearly JSON.
const PAIR = /(^|[?&;,\s])([\w.%[\]-]{1,64})=("[^"]*"|[^&;\s]*)/g;
const FIELD = /"([\w.-]{1,64})"(\s*:\s*)"(?:[^"\\]|\\.)*"/g;

/** A text that is no JSON with its secrets hidden. */
export function maskPlainText(text: string, mask: Mask): string {
  const named = text
    .replace(PAIR, (pair, before: string, name: string, value: string) =>
      isHidden(decode(name), value, mask) ? `${before}${name}=${MASKED}` : pair,
    )
    .replace(FIELD, (field, name: string, colon: string) =>
      isHidden(name, field, mask) ? `"${name}"${colon}"${MASKED}"` : field,
    );
  return mask.patterns.reduce((masked, pattern) => masked.replace(pattern, MASKED), named);
}

const normaliseKey = (key: string) => key.toLowerCase().replace(/[-_]/g, '');

const asGlobal = (pattern: RegExp) =>
  pattern.global ? pattern : new RegExp(pattern.source, `${pattern.flags}g`);
