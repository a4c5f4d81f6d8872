import { ByteWriter } from './bytes';
import { hexDigit, SLOT_NUMBER, type Slot, type TextParts, WIDTH_UNIT } from './text-parts';

/** Templates that turn up less often are written as the texts they stand for. */
const FEWEST_USES = 3;
const SLOT_BYTES = 64;
const DASH = 45;
const PRIME = 0x01000193;
const NONE: readonly never[] = [];

/** Texts that are equal but for what is in their slots; without slots it is one text. */
export class TextTemplate {
  /** Of each slot what the texts have there: numbers as value * WIDTH_UNIT + digits, all else as bytes. */
  readonly values: readonly (number[] | ByteWriter)[];
  uses = 0;
  /** Its number when it is written; of one that is written as its texts, the number of the first. */
  number = 0;
  private readonly texts: string[] = [];
  private given = 0;

  constructor(
    readonly slots: readonly Slot[],
    readonly pieces: readonly string[],
    /** The next one of those that are alike for `patternHash`. */
    readonly next: TextTemplate | null,
  ) {
    this.values =
      slots.length === 0
        ? NONE
        : slots.map((slot) => (slot === SLOT_NUMBER ? [] : new ByteWriter(SLOT_BYTES)));
  }

  /** The texts that are written in its place: no number in them is worth a template yet, hex always is. */
  get rareTexts(): readonly string[] {
    if (this.uses >= FEWEST_USES || this.slots.length === 0) return NONE;
    return this.slots.every((slot) => slot === SLOT_NUMBER) ? this.texts : NONE;
  }

  /** Whether the text, split into `parts`, has this template. */
  fits(parts: TextParts, text: string): boolean {
    const { slots, pieces } = this;
    if (slots.length !== parts.count) return false;
    let at = 0;
    for (let i = 0; i < slots.length; i += 1) {
      const piece = pieces[i] ?? '';
      const isSame = slots[i] === parts.slots[i] && parts.starts[i] === at + piece.length;
      if (!isSame || !text.startsWith(piece, at)) return false;
      at = parts.ends[i] ?? at;
    }
    const last = pieces[slots.length] ?? '';
    return text.length === at + last.length && text.endsWith(last);
  }

  /** Keeps what the text has in the slots. */
  take(parts: TextParts, text: string): void {
    this.uses += 1;
    if (this.uses < FEWEST_USES) this.texts.push(text);
    for (let i = 0; i < this.values.length; i += 1) {
      const values = this.values[i];
      const start = parts.starts[i] ?? 0;
      const end = parts.ends[i] ?? 0;
      if (values instanceof ByteWriter) takeHex(values, text, start, end);
      else values?.push(numberAt(text, start, end) * WIDTH_UNIT + (end - start));
    }
  }

  /** The number of the next text of this template, in the order they were taken. */
  nextNumber(): number {
    if (this.rareTexts.length === 0) return this.number;
    this.given += 1;
    return this.number + this.given - 1;
  }
}

/** A number by how the text is built: its slots, how long its pieces are, and one character of each. */
export function patternHash(parts: TextParts, text: string): number {
  let hash = parts.count;
  let at = 0;
  for (let i = 0; i < parts.count; i += 1) {
    const start = parts.starts[i] ?? 0;
    hash = Math.imul(hash ^ ((start - at) * 256 + (parts.slots[i] ?? 0)), PRIME) ^ middle(text, at, start);
    at = parts.ends[i] ?? at;
  }
  return Math.imul(hash ^ (text.length - at), PRIME) ^ middle(text, at, text.length);
}

function middle(text: string, from: number, to: number): number {
  return to > from ? text.charCodeAt((from + to) >> 1) << 12 : 0;
}

/** What is between the slots, with what is before and behind them. */
export function piecesOf(parts: TextParts, text: string): string[] {
  const pieces: string[] = [];
  let at = 0;
  for (let i = 0; i < parts.count; i += 1) {
    pieces.push(text.slice(at, parts.starts[i]));
    at = parts.ends[i] ?? at;
  }
  pieces.push(text.slice(at));
  return pieces;
}

function takeHex(bytes: ByteWriter, text: string, start: number, end: number): void {
  for (let at = start; at < end; at += 2) {
    if (text.charCodeAt(at) === DASH) at += 1;
    bytes.byte((hexDigit(text.charCodeAt(at)) << 4) | hexDigit(text.charCodeAt(at + 1)));
  }
}

function numberAt(text: string, start: number, end: number): number {
  let value = 0;
  for (let at = start; at < end; at += 1) value = value * 10 + text.charCodeAt(at) - 48;
  return value;
}
