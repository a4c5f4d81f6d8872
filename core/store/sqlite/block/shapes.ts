import { damaged } from './bytes';
import { type Column, ColumnList, Shape } from './shape';
import type { Source } from './streams';

/** A shape has about so many repeating values. */
const REFERENCES = 8;

/** The shapes of a section; hundreds, of which who looks for one trace asks for few. */
export class Shapes {
  private readonly made: (Shape | undefined)[];

  constructor(
    private readonly lists: readonly ColumnList[],
    /** Of each shape. */
    private readonly numbers: Int32Array,
    /** Where the references of each shape begin. */
    private readonly from: Int32Array,
    private readonly references: Int32Array,
  ) {
    this.made = new Array(numbers.length);
  }

  get count(): number {
    return this.numbers.length;
  }

  at(index: number): Shape {
    const known = this.made[index];
    if (known) return known;
    const shape = new Shape(this.listOf(index), this.references, this.from[index] ?? 0);
    this.made[index] = shape;
    return shape;
  }

  listOf(index: number): ColumnList {
    const list = this.lists[this.numbers[index] ?? -1];
    if (!list) throw damaged('a shape is missing');
    return list;
  }

  /** As `placeOf` of the shape. */
  placeOf(index: number, position: number): number {
    return this.references[(this.from[index] ?? 0) + (this.listOf(index).places[position] ?? 0)] ?? 0;
  }
}

const NO_NUMBERS = new Int32Array(0);
const NO_SHAPES = new Shapes([], NO_NUMBERS, NO_NUMBERS, NO_NUMBERS);

/** Null: where there are no records, nothing is written. */
export function readShapes(source: Source | null, columns: readonly Column[]): Shapes {
  if (source === null) return NO_SHAPES;
  const { packed } = source;
  const lists: ColumnList[] = [];
  for (let left = packed.varint(); left > 0; left -= 1) {
    const list: Column[] = [];
    for (let many = packed.varint(); many > 0; many -= 1) {
      const column = columns[packed.varint()];
      if (!column) throw damaged('a column is missing');
      list.push(column);
    }
    lists.push(new ColumnList(list));
  }
  const count = packed.varint();
  const numbers = new Int32Array(count);
  const from = new Int32Array(count);
  let references = new Int32Array(count * REFERENCES);
  let used = 0;
  for (let shape = 0; shape < count; shape += 1) {
    const number = packed.varint();
    const list = lists[number];
    if (!list) throw damaged('a list of columns is missing');
    numbers[shape] = number;
    from[shape] = used;
    if (used + list.repeating > references.length) {
      const larger = new Int32Array(Math.max(references.length * 2, used + list.repeating));
      larger.set(references);
      references = larger;
    }
    for (let many = list.repeating; many > 0; many -= 1) references[used++] = packed.varint();
  }
  return new Shapes(lists, numbers, from, references);
}
