import { ByteWriter } from './bytes';
import { writeNumbers } from './numbers';
import type { Sink } from './streams';
import { MOST_DIGITS, TextParts, WIDTH_UNIT } from './text-parts';
import { patternHash, piecesOf, TextTemplate } from './text-template';

/** Numbers of a slot are written as value * WIDTH_UNIT + digits in this mode; below it, it is how many digits all have. */
export const MODE_VALUE_AND_WIDTH = MOST_DIGITS + 1;
/** All are written without leading zeros. */
export const MODE_PLAIN = 0;

/** A column that has made so many templates of so many texts has texts without a pattern. */
const TRIAL = 64;
const MOST_NEW = 48;
/** So many templates of one build are rather texts that differ in their words. */
const MOST_ALIKE = 16;

/** By how many digits a number was written with: how it is kept when it is the least one without a leading zero. */
const LEAST_OF_WIDTH = Float64Array.from({ length: WIDTH_UNIT }, (_, digits) =>
  digits < 2 ? 0 : 10 ** (digits - 1) * WIDTH_UNIT,
);

const parts = new TextParts();

/** A column's texts: templates, and for each template the values of its slots in the order of the texts. */
export class TextWriter {
  private readonly templates: TextTemplate[] = [];
  /** The first text without slots; most columns have no other. */
  private firstWhole: TextTemplate | null = null;
  private wholes: Map<string, TextTemplate> | null = null;
  private patterns: Map<number, TextTemplate> | null = null;
  private patternCount = 0;
  private tried = 0;

  /** Takes a text; answers its template's place. */
  add(text: string): number {
    const isTried = this.tried < TRIAL || this.patternCount * TRIAL < this.tried * MOST_NEW;
    if (isTried) parts.split(text);
    const template = isTried && parts.count > 0 ? this.pattern(text) : this.whole(text);
    template.take(parts, text);
    return template.number;
  }

  /** Templates and their pieces, numbered anew; answers how many. Must come before `numberOf`. */
  writeTemplates(sink: Sink): number {
    let count = 0;
    for (const template of this.templates) {
      template.number = count;
      count += template.rareTexts.length || 1;
    }
    sink.packed.varint(count);
    for (const template of this.templates) {
      for (const text of template.rareTexts) {
        sink.packed.varint(0);
        sink.text(text);
      }
      if (template.rareTexts.length > 0) continue;
      sink.packed.varint(template.slots.length);
      for (const slot of template.slots) sink.packed.byte(slot);
      for (const piece of template.pieces) sink.text(piece);
    }
    return count;
  }

  /** The number under which the next text of the template at this place is written. */
  numberOf(place: number): number {
    return this.templates[place]?.nextNumber() ?? 0;
  }

  /** What the slots hold, template by template, slot by slot. */
  writeSlots(sink: Sink): void {
    for (const template of this.templates) {
      if (template.rareTexts.length > 0) continue;
      for (const values of template.values) {
        if (values instanceof ByteWriter) sink.dense.append(values.written());
        else writeSlotNumbers(values, sink);
      }
    }
  }

  private whole(text: string): TextTemplate {
    if (this.firstWhole?.pieces[0] === text) return this.firstWhole;
    if (this.firstWhole) this.wholes ??= new Map([[this.firstWhole.pieces[0] ?? '', this.firstWhole]]);
    const known = this.wholes?.get(text);
    if (known) return known;
    const template = this.keep(new TextTemplate([], [text], null));
    this.wholes?.set(text, template);
    this.firstWhole ??= template;
    return template;
  }

  private pattern(text: string): TextTemplate {
    this.tried += 1;
    this.patterns ??= new Map();
    const hash = patternHash(parts, text);
    const first = this.patterns.get(hash) ?? null;
    let looked = 0;
    for (let template = first; template; template = template.next) {
      if (template.fits(parts, text)) return template;
      if (++looked > MOST_ALIKE) return this.whole(text);
    }
    const template = this.keep(
      new TextTemplate(parts.slots.slice(0, parts.count), piecesOf(parts, text), first),
    );
    this.patterns.set(hash, template);
    this.patternCount += 1;
    return template;
  }

  private keep(template: TextTemplate): TextTemplate {
    template.number = this.templates.length;
    this.templates.push(template);
    return template;
  }
}

function writeSlotNumbers(written: readonly number[], sink: Sink): void {
  const width = (written[0] ?? 0) % WIDTH_UNIT;
  let isFixed = true;
  let isPlain = true;
  for (let i = 0; i < written.length; i += 1) {
    const number = written[i] ?? 0;
    const digits = number % WIDTH_UNIT;
    if (digits !== width) isFixed = false;
    if (number < (LEAST_OF_WIDTH[digits] ?? 0)) isPlain = false;
  }
  const mode = isPlain ? MODE_PLAIN : isFixed ? width : MODE_VALUE_AND_WIDTH;
  sink.packed.byte(mode);
  const numbers =
    mode === MODE_VALUE_AND_WIDTH ? written : written.map((number) => Math.floor(number / WIDTH_UNIT));
  writeNumbers(numbers, sink.packed, sink.dense);
}
