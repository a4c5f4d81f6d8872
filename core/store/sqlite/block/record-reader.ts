import type { Attributes, AttributeValue } from '../../../model/attributes';
import { type Field, NO_FIELD } from './fields';
import type { Column, Shape } from './shape';
import { readShapes, type Shapes } from './shapes';
import type { Source } from './streams';
import type { TextPieces } from './text-reader';
import { ValueReader } from './value-reader';

/** Each record of the shape has its own byte. */
const OWN = -1;

/** Reads what RecordWriter wrote. */
export class RecordReader {
  private readonly columns: readonly Column[];
  private readonly shapes: Shapes;
  private readonly shapeOf: Int32Array;
  /** Of each record, where its places begin among `places`. */
  private readonly starts: Int32Array;
  /** For each record: the place of each of its own values in their columns. */
  private readonly places: Int32Array;

  constructor(count: number, source: Source) {
    this.shapeOf = new Int32Array(count);
    this.starts = new Int32Array(count);
    this.columns = count === 0 ? [] : readColumns(source);
    this.shapes = readShapes(count === 0 ? null : source, this.columns);
    if (this.shapes.count > 1) for (let i = 0; i < count; i += 1) this.shapeOf[i] = source.packed.varint();
    this.places = this.placeAll(count);
  }

  /** The value of a field, or undefined when the record was written without. */
  field(record: number, field: Field): AttributeValue | undefined {
    const shape = this.shape(record);
    return this.value(record, shape, shape.list.positionOfField(field));
  }

  /** The field as text, '' when the record was written without. */
  text(record: number, field: Field): string {
    const value = this.field(record, field);
    return typeof value === 'string' ? value : '';
  }

  /** What the field's text has in common with others like it; null when the record was written without. */
  pieces(record: number, field: Field): TextPieces | null {
    const shape = this.shape(record);
    const position = shape.list.positionOfField(field);
    const column = position < 0 ? undefined : shape.list.columns[position];
    if (!column) return null;
    const place = column.isPerRecord
      ? this.placeOf(record, shape.list.places[position] ?? 0)
      : shape.placeOf(position);
    return column.values.piecesAt(place);
  }

  /** The field as a number, 0 when the record was written without. */
  number(record: number, field: Field): number {
    const value = this.field(record, field);
    return typeof value === 'number' ? value : 0;
  }

  /** The field of all records, of which each is a number below 256 or left out. */
  bytes(field: Field): Uint8Array {
    const ofShapes = new Int16Array(this.shapes.count);
    for (let shape = 0; shape < ofShapes.length; shape += 1) {
      const list = this.shapes.listOf(shape);
      const position = list.positionOfField(field);
      const column = position < 0 ? undefined : list.columns[position];
      if (!column) continue;
      const isOwn = column.isPerRecord;
      ofShapes[shape] = isOwn ? OWN : Number(column.values.valueAt(this.shapes.placeOf(shape, position)));
    }
    const bytes = new Uint8Array(this.shapeOf.length);
    for (let i = 0; i < bytes.length; i += 1) {
      const byte = ofShapes[this.shapeOf[i] ?? 0] ?? 0;
      bytes[i] = byte === OWN ? this.number(i, field) : byte;
    }
    return bytes;
  }

  /** The value of an attribute, or undefined when the record has none of that key. */
  attribute(record: number, key: string): AttributeValue | undefined {
    const shape = this.shape(record);
    return this.value(record, shape, shape.list.positionOfKey(key));
  }

  /** Records without values of their own share the object. */
  attributes(record: number): Attributes {
    const { list, template } = this.shape(record);
    if (list.ownAttributes.length === 0) return template;
    const attributes: Record<string, AttributeValue> = { ...template };
    for (const position of list.ownAttributes) {
      const column = list.columns[position];
      if (!column) continue;
      const value = this.own(record, column, list.places[position] ?? 0);
      // Assigning this key would set the prototype.
      if (column.key === '__proto__') Object.defineProperty(attributes, column.key, { value });
      else attributes[column.key] = value;
    }
    return attributes;
  }

  private value(record: number, shape: Shape, position: number): AttributeValue | undefined {
    // Reading an array at -1 is slow.
    const column = position < 0 ? undefined : shape.list.columns[position];
    if (!column) return undefined;
    if (!column.isPerRecord) return shape.repeating(position);
    return this.own(record, column, shape.list.places[position] ?? 0);
  }

  private own(record: number, column: Column, place: number): AttributeValue {
    return column.values.valueAt(this.placeOf(record, place));
  }

  /** The place in its column of a record's own value. */
  private placeOf(record: number, place: number): number {
    return this.places[(this.starts[record] ?? 0) + place] ?? 0;
  }

  private shape(record: number): Shape {
    return this.shapes.at(this.shapeOf[record] ?? 0);
  }

  private placeAll(count: number): Int32Array {
    let total = 0;
    for (let i = 0; i < count; i += 1) {
      this.starts[i] = total;
      total += this.shapes.listOf(this.shapeOf[i] ?? 0).own.length;
    }
    const places = new Int32Array(total);
    const used = new Int32Array(this.columns.length);
    let at = 0;
    for (let i = 0; i < count; i += 1) {
      const { own } = this.shapes.listOf(this.shapeOf[i] ?? 0);
      for (let k = 0; k < own.length; k += 1) {
        const column = own[k] ?? 0;
        const place = used[column] ?? 0;
        used[column] = place + 1;
        places[at++] = place;
      }
    }
    return places;
  }
}

function readColumns(source: Source): Column[] {
  const columns: Column[] = [];
  for (let id = source.packed.varint(); id > 0; id -= 1) {
    const kind = source.packed.byte();
    const field = kind >> 1;
    const key = field === NO_FIELD ? source.text() : '';
    const values = new ValueReader(source.packed.varint(), source);
    columns.push({ id: columns.length, field, key, isPerRecord: kind % 2 === 1, values });
  }
  return columns;
}
