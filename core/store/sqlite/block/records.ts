import type { Attributes } from '../../../model/attributes';
import type { Field } from './fields';

/** Takes what makes up a record: its fields and attributes, always in the same order. */
export interface RecordSink {
  field(field: Field, value: string | number | boolean): void;
  attributes(attributes: Attributes): void;
}

/** Hands a record to the sink. */
export type HandOut<T> = (record: T, sink: RecordSink) => void;
