import type { Attributes } from '../../../model/attributes';
import { exactJson, isComposite } from './exact-json';
import type { Field } from './fields';
import type { HandOut, RecordSink } from './records';

/** Records looked at to tell columns whose values repeat from those that hardly do: one of so many, in these bounds. */
const SAMPLED_OF = 4;
const FEWEST_SAMPLED = 16;
const MOST_SAMPLED = 96;
const FEWEST_VALUES = 4;
/** A column whose sampled values are seen once more often than this has a value for each record. */
const MOST_SINGLE_VALUES = 0.5;
/** So many combinations of values seen only once are too many to list. */
const MOST_SINGLE_RECORDS = 0.75;

/** The columns that get a value for each record; all others are part of a record's shape. */
export interface RecordPlan {
  readonly fields: ReadonlySet<number>;
  readonly keys: ReadonlySet<string>;
}

/** Decides by an evenly spread sample, so that the same records always give the same plan. */
export function planRecords<T>(records: readonly T[], handOut: HandOut<T>): RecordPlan {
  const sample = new Sample();
  if (records.length < FEWEST_SAMPLED) return sample.plan;
  const many = Math.min(MOST_SAMPLED, Math.max(FEWEST_SAMPLED, records.length / SAMPLED_OF));
  const step = records.length / many;
  for (let at = 0; at < records.length; at += step) {
    const record = records[Math.floor(at)];
    if (record === undefined) continue;
    sample.begin();
    handOut(record, sample);
  }
  sample.decide();
  return sample.plan;
}

interface SampledValue {
  readonly id: number;
  readonly column: SampledColumn;
  times: number;
}

class SampledColumn {
  readonly values = new Map<unknown, SampledValue>();
  count = 0;
  single = 0;

  constructor(readonly keep: () => void) {}
}

class Sample implements RecordSink {
  readonly plan = { fields: new Set<number>(), keys: new Set<string>() };
  private readonly fields = new Map<number, SampledColumn>();
  private readonly keys = new Map<string, SampledColumn>();
  private readonly records: SampledValue[][] = [];
  private record: SampledValue[] = [];
  private ids = 0;

  begin(): void {
    this.record = [];
    this.records.push(this.record);
  }

  field(field: Field, value: string | number | boolean): void {
    let column = this.fields.get(field);
    if (!column) {
      column = new SampledColumn(() => this.plan.fields.add(field));
      this.fields.set(field, column);
    }
    this.see(column, value);
  }

  attributes(attributes: Attributes): void {
    for (const key in attributes) {
      let column = this.keys.get(key);
      if (!column) {
        column = new SampledColumn(() => this.plan.keys.add(key));
        this.keys.set(key, column);
      }
      const value = attributes[key] ?? null;
      this.see(column, isComposite(value) ? exactJson(value) : value);
    }
  }

  /** First the columns that vary by themselves, then those that vary most, until the rest repeats together. */
  decide(): void {
    let repeating = [...this.fields.values(), ...this.keys.values()].filter((column) => {
      if (column.count < FEWEST_VALUES || column.single <= column.count * MOST_SINGLE_VALUES) return true;
      column.keep();
      return false;
    });
    repeating.sort((a, b) => b.single - a.single || b.values.size - a.values.size);
    for (let many = 1; this.vary(repeating) && repeating.length > 0; many *= 2) {
      for (const column of repeating.slice(0, many)) if (column.values.size > 1) column.keep();
      repeating = repeating.slice(many);
    }
  }

  private see(column: SampledColumn, value: unknown): void {
    let seen = column.values.get(value);
    if (!seen) {
      this.ids += 1;
      seen = { id: this.ids, column, times: 0 };
      column.values.set(value, seen);
    }
    seen.times += 1;
    column.count += 1;
    if (seen.times === 1) column.single += 1;
    if (seen.times === 2) column.single -= 1;
    this.record.push(seen);
  }

  /** Whether most records have a combination of values in these columns that no other has. */
  private vary(repeating: readonly SampledColumn[]): boolean {
    const columns = new Set(repeating);
    const times = new Map<string, number>();
    for (const record of this.records) {
      let combination = '';
      for (const { id, column } of record) if (columns.has(column)) combination += `${id},`;
      times.set(combination, (times.get(combination) ?? 0) + 1);
    }
    let single = 0;
    for (const many of times.values()) if (many === 1) single += 1;
    return single > this.records.length * MOST_SINGLE_RECORDS;
  }
}
