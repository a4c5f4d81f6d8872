import type { StackLine } from './stack-lines';

/** Where a line of a stack points in the original source. */
export interface Original {
  readonly file: string;
  /** Both 1-based. */
  readonly line: number;
  readonly column: number;
  /** The name that the map gives the position; null if none. */
  readonly name: string | null;
  /** The line of source code; null when the map contains no sources. */
  readonly code: string | null;
}

/** A line of a stack with its original position from source maps; `original` is null when no map knows it. */
export interface MappedLine extends StackLine {
  readonly original: Original | null;
}
