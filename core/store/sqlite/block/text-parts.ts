/** What stands between the fixed pieces of a text: a number, a uuid (SLOT_UUID), or else n bytes as 2n hex digits. */
export type Slot = number;
export const SLOT_NUMBER: Slot = 0;
export const SLOT_UUID: Slot = 255;

/** More digits than this are two numbers: width and value must fit 2^53 together. */
export const MOST_DIGITS = 14;
/** Factor between a number's value and how many digits it was written with. */
export const WIDTH_UNIT = 16;
const ZERO = 48;
const NINE = 57;
const MOST_SLOTS = 24;
const LONGEST = 512;
const FEWEST_HEX = 8;
const MOST_HEX = 2 * (SLOT_UUID - 1);
const UUID_LENGTH = 36;

/** Of a character code: 0 to 15 = hex digit of that value, else one of these. */
const OTHER_LETTER = 64;
const NO_LETTER = 255;
const CLASSES = new Uint8Array(128).fill(NO_LETTER);
for (let code = 0; code < 128; code += 1) {
  const character = String.fromCharCode(code);
  if (/[0-9a-f]/.test(character)) CLASSES[code] = Number.parseInt(character, 16);
  else if (/[A-Za-z]/.test(character)) CLASSES[code] = OTHER_LETTER;
}

/** The value of a lower-case hex digit. */
export function hexDigit(code: number): number {
  return CLASSES[code] ?? 0;
}

/** The slots found in a text; its arrays are reused by the next one. */
export class TextParts {
  count = 0;
  readonly slots: Slot[] = [];
  readonly starts: number[] = [];
  readonly ends: number[] = [];

  /** Finds numbers, uuids and hex runs; nothing in a text that is too long. */
  split(text: string): void {
    this.count = 0;
    const length = text.length;
    if (length > LONGEST) return;
    let end = 0;
    for (let at = 0; at < length; at += 1) {
      const code = text.charCodeAt(at);
      if (code < ZERO || code > NINE) continue;
      let from = at;
      while (from > end && classAt(text, from - 1) !== NO_LETTER) from -= 1;
      end = this.word(text, from, length);
      if (this.count >= MOST_SLOTS) return;
      at = end - 1;
    }
  }

  /** Takes the word (letters and digits, of these at least one) that starts here; answers where to go on. */
  private word(text: string, from: number, length: number): number {
    let at = from;
    let digits = 0;
    let kind = classAt(text, at);
    while (kind < 16) {
      if (kind < 10) digits += 1;
      at += 1;
      kind = at < length ? classAt(text, at) : NO_LETTER;
    }
    const hexLength = at - from;
    const ends = kind === NO_LETTER;
    if (ends && hexLength === 8 && isUuid(text, from, length)) {
      this.add(SLOT_UUID, from, from + UUID_LENGTH);
      return from + UUID_LENGTH;
    }
    const isHex = ends && digits > 0 && digits < hexLength && hexLength % 2 === 0;
    if (isHex && hexLength >= FEWEST_HEX && hexLength <= MOST_HEX) {
      this.add(hexLength / 2, from, at);
      return at;
    }
    if (digits === hexLength && digits > 0) {
      this.numbers(from, at);
      return at;
    }
    return this.mixed(text, from, length);
  }

  /** Takes the numbers of a word that is not hex. */
  private mixed(text: string, from: number, length: number): number {
    let at = from;
    let start = -1;
    for (; at < length; at += 1) {
      const kind = classAt(text, at);
      if (kind === NO_LETTER) break;
      if (kind < 10) {
        if (start < 0) start = at;
      } else if (start >= 0) {
        this.numbers(start, at);
        start = -1;
      }
    }
    if (start >= 0) this.numbers(start, at);
    return at;
  }

  private numbers(from: number, end: number): void {
    for (let at = from; at < end; at += MOST_DIGITS)
      this.add(SLOT_NUMBER, at, Math.min(end, at + MOST_DIGITS));
  }

  private add(slot: Slot, start: number, end: number): void {
    if (this.count >= MOST_SLOTS) return;
    this.slots[this.count] = slot;
    this.starts[this.count] = start;
    this.ends[this.count] = end;
    this.count += 1;
  }
}

const parts = new TextParts();

/** The bytes of the first UUID or run of hex digits that is a slot of the text; null where there is none. */
export function hexBytesIn(text: string): Buffer | null {
  parts.split(text);
  for (let at = 0; at < parts.count; at += 1) {
    if (parts.slots[at] === SLOT_NUMBER) continue;
    const digits = text.slice(parts.starts[at], parts.ends[at]).replaceAll('-', '');
    return Buffer.from(digits, 'hex');
  }
  return null;
}

function classAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code < 128 ? (CLASSES[code] ?? NO_LETTER) : NO_LETTER;
}

function isUuid(text: string, from: number, length: number): boolean {
  const end = from + UUID_LENGTH;
  if (end > length || (end < length && classAt(text, end) !== NO_LETTER)) return false;
  for (let at = 0; at < UUID_LENGTH; at += 1) {
    const isDash = at === 8 || at === 13 || at === 18 || at === 23;
    if (isDash ? text.charCodeAt(from + at) !== 45 : classAt(text, from + at) > 15) return false;
  }
  return true;
}
