import type { Attributes, AttributeValue } from '../../../model/attributes';
import { NO_FIELD } from './fields';
import type { ValueReader } from './value-reader';

/** A field, or all attributes of one key. */
export interface Column {
  readonly id: number;
  readonly field: number;
  readonly key: string;
  /** Whether there is a value for each record; else for each distinct value, and shapes say which. */
  readonly isPerRecord: boolean;
  readonly values: ValueReader;
}

/** The columns of a record in order; many shapes share a list. */
export class ColumnList {
  /** The ids of the columns with a value for each record. */
  readonly own: readonly number[];
  /** Of each column: its place among those with a value for each record, or among those without. */
  readonly places: readonly number[];
  /** How many columns have repeating values. */
  readonly repeating: number;
  /** Positions of the attributes with a value for each record. */
  readonly ownAttributes: readonly number[];
  private readonly byField: (number | undefined)[] = [];
  /** The attribute asked for last: a scan asks for the same one of every record. */
  private asked: string | null = null;
  private askedAt = -1;

  constructor(readonly columns: readonly Column[]) {
    const own: number[] = [];
    const places: number[] = [];
    const ownAttributes: number[] = [];
    let repeating = 0;
    columns.forEach(({ id, field, isPerRecord }, position) => {
      places.push(isPerRecord ? own.length : repeating);
      if (isPerRecord) own.push(id);
      else repeating += 1;
      if (field !== NO_FIELD) this.byField[field] = position;
      else if (isPerRecord) ownAttributes.push(position);
    });
    this.own = own;
    this.places = places;
    this.repeating = repeating;
    this.ownAttributes = ownAttributes;
  }

  /** The position of the field, or -1. */
  positionOfField(field: number): number {
    return this.byField[field] ?? -1;
  }

  /** The position of the attribute, or -1. */
  positionOfKey(key: string): number {
    if (this.asked !== key) {
      this.asked = key;
      this.askedAt = this.columns.findIndex((column) => column.key === key && column.field === NO_FIELD);
    }
    return this.askedAt;
  }
}

const NO_ATTRIBUTES: Attributes = Object.freeze({});

/** What the records of one shape have in common. */
export class Shape {
  private values: (AttributeValue | undefined)[] | null = null;
  private made: Attributes | null = null;

  constructor(
    readonly list: ColumnList,
    /** The places of the repeating values in their columns begin here. */
    private readonly references: Int32Array,
    private readonly from: number,
  ) {}

  /** The value that all records of the shape have in the column at this position of the list. */
  repeating(position: number): AttributeValue {
    this.values ??= new Array(this.list.columns.length);
    const known = this.values[position];
    if (known !== undefined) return known;
    const value = this.list.columns[position]?.values.valueAt(this.placeOf(position)) ?? null;
    this.values[position] = value;
    return value;
  }

  /** The place among the distinct values of the column of the one that all records of the shape have. */
  placeOf(position: number): number {
    return this.references[this.from + (this.list.places[position] ?? 0)] ?? 0;
  }

  /** All attributes in order: those that repeat, and null where each record has its own. */
  get template(): Attributes {
    this.made ??= this.makeTemplate();
    return this.made;
  }

  private makeTemplate(): Attributes {
    const attributes: Record<string, AttributeValue> = {};
    let count = 0;
    this.list.columns.forEach(({ field, key, isPerRecord }, position) => {
      if (field !== NO_FIELD) return;
      count += 1;
      const value = isPerRecord ? null : this.repeating(position);
      // Assigning this key would set the prototype.
      if (key !== '__proto__') attributes[key] = value;
      else Object.defineProperty(attributes, key, { ...PLAIN, value });
    });
    return count === 0 ? NO_ATTRIBUTES : attributes;
  }
}

const PLAIN = { writable: true, enumerable: true, configurable: true };
