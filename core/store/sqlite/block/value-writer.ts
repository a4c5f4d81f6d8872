import { writeNumbers, zigzag } from './numbers';
import type { Sink } from './streams';
import { TextWriter } from './text-writer';

/** A list or map as JSON text; of equal texts one object is made, so that they can be compared by identity. */
export class JsonText {
  constructor(readonly text: string) {}
}

/** One value of a column. */
export type Cell = string | number | boolean | null | JsonText;

/**
 * How a value is written; texts are OP_TEXT + 2 * template, lists and maps the next odd number. The number of templates in
 * the place of a template is the one behind all that were used before: where each text is another one, as of ids, all are
 * written alike, which deflates to nothing.
 */
export const OP_SAME = 0;
/** Integers, then numbers with up to three and up to six decimals: as integers of thousandths and millionths. */
export const OP_INTEGER = 1;
export const OP_MILLI = 2;
export const OP_MICRO = 3;
export const OP_DOUBLE = 4;
export const OP_TRUE = 5;
export const OP_FALSE = 6;
export const OP_NULL = 7;
export const OP_TEXT = 8;
export const SCALES = [1, 1e3, 1e6] as const;

const FAR = 2 ** 52;

/** Values of one column in the order they are added. */
export class ValueWriter {
  private readonly ops: number[] = [];
  // Made when needed: there may be very many columns of one value.
  private texts: TextWriter | null = null;
  private readonly scaled: (number[] | undefined)[] = [];
  private doubles: number[] | null = null;
  private last: Cell | undefined;

  get count(): number {
    return this.ops.length;
  }

  add(value: Cell): void {
    if (value === this.last && (value !== 0 || Object.is(value, this.last))) {
      this.ops.push(OP_SAME);
      return;
    }
    this.last = value;
    if (typeof value === 'string') this.ops.push(this.text(value));
    else if (typeof value === 'number') this.ops.push(this.number(value));
    else if (value instanceof JsonText) this.ops.push(this.text(value.text) + 1);
    else if (value === null) this.ops.push(OP_NULL);
    else this.ops.push(value ? OP_TRUE : OP_FALSE);
  }

  /** Templates, one number a value, numbers by scale, doubles, slots of the templates. */
  write(sink: Sink): void {
    const { texts } = this;
    const templates = texts?.writeTemplates(sink) ?? 0;
    if (!texts) sink.packed.varint(0);
    let unused = 0;
    for (const op of this.ops) {
      if (op < OP_TEXT || !texts) {
        sink.packed.byte(op);
        continue;
      }
      const template = texts.numberOf((op - OP_TEXT) >> 1);
      sink.packed.varint(OP_TEXT + 2 * (template === unused ? templates : template) + (op & 1));
      if (template >= unused) unused = template + 1;
    }
    for (const numbers of this.scaled) if (numbers) writeNumbers(numbers, sink.packed, sink.dense);
    for (const double of this.doubles ?? []) sink.dense.double(double);
    texts?.writeSlots(sink);
  }

  private text(value: string): number {
    this.texts ??= new TextWriter();
    return OP_TEXT + 2 * this.texts.add(value);
  }

  private number(value: number): number {
    for (let scale = 0; scale < SCALES.length; scale += 1) {
      const unit = SCALES[scale] ?? 1;
      const whole = Math.round(value * unit);
      if (whole / unit !== value || Math.abs(whole) >= FAR || Object.is(value, -0)) continue;
      this.scaled[scale] ??= [];
      this.scaled[scale]?.push(zigzag(whole));
      return OP_INTEGER + scale;
    }
    this.doubles ??= [];
    this.doubles.push(value);
    return OP_DOUBLE;
  }
}
