import { type Cell, ValueWriter } from './value-writer';

/** Stands for -0 where values are compared by ===, which takes it for 0. */
export const NEGATIVE_ZERO = Symbol('-0');
type Identity = Cell | typeof NEGATIVE_ZERO;

/** A field, or all attributes of one key. */
export class Column {
  readonly values = new ValueWriter();
  private first: Identity | undefined;
  private places: Map<Identity, number> | null = null;

  constructor(
    readonly id: number,
    readonly field: number,
    readonly key: string,
    /** Whether there is a value for each record; else for each distinct value, and shapes say which. */
    readonly isPerRecord: boolean,
  ) {}

  placeOf(identity: Identity, value: Cell): number {
    if (identity === this.first) return 0;
    if (this.values.count === 0) {
      this.first = identity;
      this.values.add(value);
      return 0;
    }
    this.places ??= new Map();
    let place = this.places.get(identity);
    if (place === undefined) {
      place = this.values.count;
      this.values.add(value);
      this.places.set(identity, place);
    }
    return place;
  }
}

/** What the records have in common that began with the same columns and repeating values; a tree grows of these. */
export class Step {
  shape = -1;
  private first: Branch | null = null;
  private more: Map<Column, Branch> | null = null;

  constructor(
    readonly before: Step | null,
    readonly column: Column | null,
    /** Place of the value among the column's; -1 when there is one for each record. */
    readonly place: number,
  ) {}

  /** The column that came next the last time, which it mostly does again. */
  get expected(): Column | null {
    return this.first === null ? null : this.first.column;
  }

  branch(column: Column): Branch {
    if (this.first === null) this.first = new Branch(this, column);
    if (this.first.column === column) return this.first;
    this.more ??= new Map();
    let branch = this.more.get(column);
    if (!branch) {
      branch = new Branch(this, column);
      this.more.set(column, branch);
    }
    return branch;
  }
}

class Branch {
  private lastIdentity: Identity | undefined;
  private last: Step | null = null;
  private all: Map<Identity, Step> | null = null;

  constructor(
    private readonly from: Step,
    readonly column: Column,
  ) {}

  perRecord(): Step {
    this.last ??= new Step(this.from, this.column, -1);
    return this.last;
  }

  repeating(identity: Identity, value: Cell): Step {
    if (this.last !== null && this.lastIdentity === identity) return this.last;
    this.all ??= new Map();
    let step = this.all.get(identity);
    if (!step) {
      step = new Step(this.from, this.column, this.column.placeOf(identity, value));
      this.all.set(identity, step);
    }
    this.lastIdentity = identity;
    this.last = step;
    return step;
  }
}

/** The steps that led here, first ones first. */
export function pathTo(step: Step): Step[] {
  const steps: Step[] = [];
  for (let at: Step | null = step; at?.column; at = at.before) steps.push(at);
  return steps.reverse();
}
