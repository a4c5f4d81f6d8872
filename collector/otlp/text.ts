/** Ends every text that was cut; included in the limit. */
export const CUT_MARK = '…[truncated]';
const CUT_MARK_BYTES = Buffer.byteLength(CUT_MARK);
const ANY_SURROGATE = /[\ud800-\udfff]/;
const LONE_SURROGATE = /\p{Surrogate}/gu;

/**
 * Text that any store and screen can hold: NUL becomes the visible U+2400 (SQLite's functions stop at NUL), and lone
 * surrogates become U+FFFD (they have no UTF-8 form).
 */
export function safeText(text: string): string {
  const visible = text.includes('\0') ? text.replaceAll('\0', '\u2400') : text;
  return ANY_SURROGATE.test(visible) ? visible.replace(LONE_SURROGATE, '\ufffd') : visible;
}

/** The text in at most `maxBytes` of UTF-8, never cut inside a character; a shortened one ends with `CUT_MARK`. */
export function cutText(text: string, maxBytes: number): string {
  // A UTF-16 unit needs at most 3 bytes: most texts fit without counting.
  if (text.length * 3 <= maxBytes || Buffer.byteLength(text) <= maxBytes) return safeText(text);
  const bytes = Buffer.from(text.slice(0, maxBytes + 1));
  return decodeText(bytes, 0, bytes.length, maxBytes);
}

/** The UTF-8 bytes from `start` to `end` as text under the rules of `cutText`; broken UTF-8 becomes U+FFFD. */
export function decodeText(bytes: Buffer, start: number, end: number, maxBytes: number): string {
  if (end - start <= maxBytes) return visibleNul(bytes.toString('utf8', start, end));
  let cut = start + Math.max(0, maxBytes - CUT_MARK_BYTES);
  while (cut > start && isContinuation(bytes[cut])) cut -= 1;
  return visibleNul(bytes.toString('utf8', start, cut)) + CUT_MARK;
}

function visibleNul(text: string): string {
  return text.includes('\0') ? text.replaceAll('\0', '\u2400') : text;
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}
