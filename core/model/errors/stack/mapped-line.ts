import type { StackLine } from './stack-lines';

/** Where a line of a stack points in the code that people wrote. */
export interface Original {
  readonly file: string;
  /** From 1, both. */
  readonly line: number;
  readonly column: number;
  /** What the map calls the place; null when it does not say. */
  readonly name: string | null;
  /** That line of code; null when the map has no sources in it. */
  readonly code: string | null;
}

/** A line of a stack with what source maps know of it; `original` is null for what none knows. */
export interface MappedLine extends StackLine {
  readonly original: Original | null;
}
