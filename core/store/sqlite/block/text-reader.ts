import { damaged } from './bytes';
import { type Numbers, openNumbers } from './numbers';
import type { Source } from './streams';
import { SLOT_NUMBER, SLOT_UUID, type Slot, WIDTH_UNIT } from './text-parts';
import { MODE_PLAIN, MODE_VALUE_AND_WIDTH } from './text-writer';

/** What all texts of a template have in common: the pieces before, between and behind its slots. */
export interface TextPieces {
  readonly slots: readonly Slot[];
  readonly pieces: readonly string[];
}

/** The values of one slot in all texts of its template. */
type SlotValues = NumberSlot | HexSlot;

interface NumberSlot {
  readonly numbers: Numbers;
  readonly mode: number;
}

/** A part of the bytes of the block: a view of it for each of many small slots would be the dearest thing here. */
interface HexSlot {
  readonly bytes: Buffer;
  readonly from: number;
  readonly to: number;
  readonly slot: Slot;
  /** How many texts were asked for. */
  asked: number;
  /** Of all texts, once many were. */
  digits: string | null;
}

interface Template extends TextPieces {
  readonly id: number;
  values: readonly SlotValues[];
}

const NONE: readonly never[] = [];
/** For more, the digits of all texts are made at once. */
const FEW_TEXTS = 8;

/** Reads what TextWriter wrote; texts are put together when they are asked for. */
export class TextReader {
  /** Of each template without slots, where its text begins and ends: many columns have a thousand that no one asks for. */
  private readonly bounds: Int32Array;
  /** Those with slots, by their number; of the others, what was asked for. */
  private readonly templates: Template[] = [];
  private known: Map<number, Template> | null = null;

  constructor(
    count: number,
    private readonly source: Source,
  ) {
    this.bounds = new Int32Array(count * 2);
    for (let id = 0; id < count; id += 1) {
      const slots = readSlotKinds(source);
      this.bounds[id * 2] = source.skipText();
      this.bounds[id * 2 + 1] = source.textEnd;
      if (slots.length === 0) continue;
      const pieces = [this.whole(id)];
      for (let piece = 0; piece < slots.length; piece += 1) pieces.push(source.text());
      const template: Template = { id, slots, pieces, values: NONE };
      this.templates.push(template);
      this.keep(template);
    }
  }

  /** To be called with how many texts each template has, before texts are asked for. */
  readSlots(uses: Int32Array, source: Source): void {
    for (const template of this.templates) {
      const count = uses[template.id] ?? 0;
      template.values = template.slots.map((slot) => readSlot(slot, count, source));
    }
  }

  /** The same object for all texts of a template. */
  pieces(id: number): TextPieces | null {
    const known = this.known?.get(id);
    if (known || this.bounds[id * 2] === undefined) return known ?? null;
    return this.keep({ id, slots: NONE, pieces: [this.whole(id)], values: NONE });
  }

  /** The text of a template that is the `ordinal`th of it. */
  text(id: number, ordinal: number): string {
    const template = this.known?.get(id);
    if (!template) return this.whole(id);
    const { pieces, values } = template;
    let text = pieces[0] ?? '';
    for (let i = 0; i < values.length; i += 1) {
      const slot = values[i];
      if (slot) text += 'numbers' in slot ? numberText(slot, ordinal) : hexText(slot, ordinal);
      const piece = pieces[i + 1];
      if (piece) text += piece;
    }
    return text;
  }

  private keep(template: Template): Template {
    this.known ??= new Map();
    this.known.set(template.id, template);
    return template;
  }

  /** All of a template without slots, else its first piece. */
  private whole(id: number): string {
    const from = this.bounds[id * 2];
    if (from === undefined) throw damaged('a template is missing');
    return this.source.textFrom(from, this.bounds[id * 2 + 1] ?? from);
  }
}

function readSlotKinds({ packed }: Source): readonly Slot[] {
  const count = packed.varint();
  if (count === 0) return NONE;
  const kinds: Slot[] = [];
  for (let i = 0; i < count; i += 1) kinds.push(packed.byte());
  return kinds;
}

function readSlot(slot: Slot, count: number, source: Source): SlotValues {
  if (slot === SLOT_NUMBER) {
    const mode = count === 0 ? MODE_PLAIN : source.packed.byte();
    return { mode, numbers: openNumbers(count, source.packed, source.dense) };
  }
  const from = source.dense.skip(count * bytesOf(slot));
  return { bytes: source.dense.bytes, from, to: source.dense.at, slot, asked: 0, digits: null };
}

function bytesOf(slot: Slot): number {
  return slot === SLOT_UUID ? 16 : slot;
}

function numberText({ numbers, mode }: NumberSlot, ordinal: number): string {
  const number = numbers.at(ordinal);
  if (mode === MODE_PLAIN) return String(number);
  if (mode < MODE_VALUE_AND_WIDTH) return String(number).padStart(mode, '0');
  return String(Math.floor(number / WIDTH_UNIT)).padStart(number % WIDTH_UNIT, '0');
}

function hexText(hex: HexSlot, ordinal: number): string {
  const digits = hexDigits(hex, ordinal);
  if (hex.slot !== SLOT_UUID) return digits;
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-${digits.slice(12, 16)}-${digits.slice(16, 20)}-${digits.slice(20)}`;
}

function hexDigits(hex: HexSlot, ordinal: number): string {
  const { bytes, from, to, slot } = hex;
  const length = bytesOf(slot);
  hex.asked += 1;
  if (hex.digits === null && hex.asked <= FEW_TEXTS) {
    const at = from + ordinal * length;
    return bytes.toString('hex', at, at + length);
  }
  hex.digits ??= bytes.toString('hex', from, to);
  return hex.digits.slice(ordinal * length * 2, (ordinal + 1) * length * 2);
}
