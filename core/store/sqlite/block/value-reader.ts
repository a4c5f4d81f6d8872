import type { AttributeValue } from '../../../model/attributes';
import { damaged } from './bytes';
import { type Numbers, openNumbers, unzigzag } from './numbers';
import type { Source } from './streams';
import { type TextPieces, TextReader } from './text-reader';
import {
  OP_DOUBLE,
  OP_FALSE,
  OP_INTEGER,
  OP_MICRO,
  OP_MILLI,
  OP_NULL,
  OP_SAME,
  OP_TEXT,
  OP_TRUE,
  SCALES,
} from './value-writer';

const DOUBLE_BYTES = 8;
/** How many values are written in each way that is no text; used within one call. */
const counts = new Int32Array(OP_TEXT);
/** The same for a column's templates when they are few. */
const FEW_TEMPLATES = 8;
const fewUses = new Int32Array(FEW_TEMPLATES);
const NONE = new Int32Array(0);
const NO_SCALES: readonly Numbers[] = [];

/** The values of one column; made when they are asked for. */
export class ValueReader {
  /** How each value is written; those equal to the one before have its op and ordinal. */
  private readonly ops: Int32Array;
  /** Of how many others written in the same way (for texts: of the same template) each value is after. */
  private readonly ordinals: Int32Array;
  /** The op of the first value: many columns have no other, and then no arrays. */
  private first = OP_SAME;
  private readonly texts: TextReader | null;
  private readonly scaled: readonly Numbers[];
  private readonly doublesAt: number;
  private readonly dense: Buffer;

  constructor(
    readonly count: number,
    source: Source,
  ) {
    const { packed, dense } = source;
    const templates = packed.varint();
    this.texts = templates === 0 ? null : new TextReader(templates, source);
    this.ops = count > 1 ? new Int32Array(count) : NONE;
    this.ordinals = count > 1 ? new Int32Array(count) : NONE;
    const uses = templates > FEW_TEMPLATES ? new Int32Array(templates) : fewUses.fill(0);
    counts.fill(0);
    this.readOps(source, uses, templates);
    this.scaled = readScaled(source);
    this.doublesAt = dense.skip((counts[OP_DOUBLE] ?? 0) * DOUBLE_BYTES);
    this.dense = dense.bytes;
    this.texts?.readSlots(uses, source);
  }

  valueAt(index: number): AttributeValue {
    const op = this.ops[index] ?? this.first;
    const ordinal = this.ordinals[index] ?? 0;
    if (op >= OP_TEXT) {
      const text = this.texts?.text((op - OP_TEXT) >> 1, ordinal) ?? '';
      return op % 2 === 0 ? text : JSON.parse(text);
    }
    if (op >= OP_INTEGER && op <= OP_MICRO) {
      const scale = op - OP_INTEGER;
      return unzigzag(this.scaled[scale]?.at(ordinal) ?? 0) / (SCALES[scale] ?? 1);
    }
    if (op === OP_DOUBLE) return this.dense.readDoubleLE(this.doublesAt + ordinal * DOUBLE_BYTES);
    if (op === OP_NULL) return null;
    if (op === OP_TRUE || op === OP_FALSE) return op === OP_TRUE;
    throw damaged('a value is missing');
  }

  /** What the text has in common with others like it; null for what is no text. */
  piecesAt(index: number): TextPieces | null {
    const op = this.ops[index] ?? this.first;
    return op >= OP_TEXT && op % 2 === 0 ? (this.texts?.pieces((op - OP_TEXT) >> 1) ?? null) : null;
  }

  private readOps({ packed }: Source, uses: Int32Array, templates: number): void {
    const { ops, ordinals, count } = this;
    let op = OP_SAME;
    let ordinal = 0;
    let unused = 0;
    for (let i = 0; i < count; i += 1) {
      const next = packed.varint();
      if (next >= OP_TEXT) {
        const named = (next - OP_TEXT) >> 1;
        const template = named === templates ? unused : named;
        if (template >= unused) unused = template + 1;
        op = OP_TEXT + 2 * template + (next & 1);
        ordinal = uses[template] ?? 0;
        uses[template] = ordinal + 1;
      } else if (next !== OP_SAME) {
        op = next;
        ordinal = counts[op] ?? 0;
        counts[op] = ordinal + 1;
      }
      if (i === 0) this.first = op;
      ops[i] = op;
      ordinals[i] = ordinal;
    }
  }
}

/** The numbers of each scale, as many as `counts` says. */
function readScaled({ packed, dense }: Source): readonly Numbers[] {
  const integers = counts[OP_INTEGER] ?? 0;
  const milli = counts[OP_MILLI] ?? 0;
  const micro = counts[OP_MICRO] ?? 0;
  if (integers + milli + micro === 0) return NO_SCALES;
  return [
    openNumbers(integers, packed, dense),
    openNumbers(milli, packed, dense),
    openNumbers(micro, packed, dense),
  ];
}
