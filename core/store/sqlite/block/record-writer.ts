import type { Attributes } from '../../../model/attributes';
import { exactJson, isComposite } from './exact-json';
import { type Field, MOST_FIELDS, NO_FIELD } from './fields';
import { planRecords, type RecordPlan } from './record-plan';
import type { HandOut, RecordSink } from './records';
import { Column, NEGATIVE_ZERO, pathTo, Step } from './shape-tree';
import type { Sink } from './streams';
import { type Cell, JsonText } from './value-writer';

/** Cells that are written in one step. */
const CELLS_AT_ONCE = 2_000;
const RECORDS_AT_ONCE = 200;

/** Writes a table of records, step by step; nothing when there are none. */
export function* writeRecords<T>(
  records: readonly T[],
  handOut: HandOut<T>,
  sink: Sink,
): Generator<void, void> {
  if (records.length === 0) return;
  const writer = new RecordWriter(planRecords(records, handOut));
  let taken = 0;
  for (const record of records) {
    handOut(record, writer);
    writer.end();
    taken += 1;
    if (taken % RECORDS_AT_ONCE === 0) yield;
  }
  yield* writer.write(sink);
}

/**
 * A table of records. Records with the same columns in the same order and the same repeating values share a shape;
 * what is left of a record is its shape's number and its values of the other columns.
 */
class RecordWriter implements RecordSink {
  private readonly root = new Step(null, null, -1);
  private step = this.root;
  private readonly columns: Column[] = [];
  private readonly fields: (Column | undefined)[] = new Array(MOST_FIELDS);
  private readonly keys = new Map<string, Column>();
  private readonly jsonTexts = new Map<string, JsonText>();
  private readonly shapes: Step[] = [];
  private readonly shapeOf: number[] = [];

  constructor(private readonly plan: RecordPlan) {}

  field(field: Field, value: string | number | boolean): void {
    let column = this.fields[field];
    if (!column) {
      column = this.newColumn(field, '', this.plan.fields.has(field));
      this.fields[field] = column;
    }
    this.take(column, value);
  }

  attributes(attributes: Attributes): void {
    for (const key in attributes) {
      const expected = this.step.expected;
      const column =
        expected !== null && expected.key === key && expected.field === NO_FIELD
          ? expected
          : this.columnOf(key);
      const value = attributes[key] ?? null;
      this.take(column, isComposite(value) ? this.jsonText(exactJson(value)) : value);
    }
  }

  /** Ends a record. */
  end(): void {
    if (this.step.shape < 0) {
      this.step.shape = this.shapes.length;
      this.shapes.push(this.step);
    }
    this.shapeOf.push(this.step.shape);
    this.step = this.root;
  }

  /** Columns with their values, lists of columns, shapes, the shape of each record; step by step. */
  *write(sink: Sink): Generator<void, void> {
    const { packed } = sink;
    let cells = 0;
    packed.varint(this.columns.length);
    for (const { field, key, isPerRecord, values } of this.columns) {
      cells += values.count;
      if (cells > CELLS_AT_ONCE) {
        cells = values.count;
        yield;
      }
      packed.byte(field * 2 + (isPerRecord ? 1 : 0));
      if (field === NO_FIELD) sink.text(key);
      packed.varint(values.count);
      values.write(sink);
    }
    this.writeShapes(sink);
    if (this.shapes.length > 1) for (const shape of this.shapeOf) packed.varint(shape);
  }

  private writeShapes({ packed }: Sink): void {
    const lists = new Map<string, number>();
    const shapes = this.shapes.map((step) => {
      const steps = pathTo(step);
      const columns = steps.map(({ column }) => column?.id ?? 0);
      const text = columns.join();
      const known = lists.get(text);
      const list = known ?? lists.size;
      lists.set(text, list);
      return { list, columns: known === undefined ? columns : null, steps };
    });
    packed.varint(lists.size);
    for (const { columns } of shapes) {
      if (!columns) continue;
      packed.varint(columns.length);
      for (const column of columns) packed.varint(column);
    }
    packed.varint(shapes.length);
    for (const { list, steps } of shapes) {
      packed.varint(list);
      for (const { place } of steps) if (place >= 0) packed.varint(place);
    }
  }

  private take(column: Column, value: Cell): void {
    const branch = this.step.branch(column);
    if (column.isPerRecord) {
      column.values.add(value);
      this.step = branch.perRecord();
    } else {
      this.step = branch.repeating(Object.is(value, -0) ? NEGATIVE_ZERO : value, value);
    }
  }

  private columnOf(key: string): Column {
    let column = this.keys.get(key);
    if (!column) {
      column = this.newColumn(NO_FIELD, key, this.plan.keys.has(key));
      this.keys.set(key, column);
    }
    return column;
  }

  private newColumn(field: number, key: string, isPerRecord: boolean): Column {
    const column = new Column(this.columns.length, field, key, isPerRecord);
    this.columns.push(column);
    return column;
  }

  private jsonText(text: string): JsonText {
    let json = this.jsonTexts.get(text);
    if (!json) {
      json = new JsonText(text);
      this.jsonTexts.set(text, json);
    }
    return json;
  }
}
