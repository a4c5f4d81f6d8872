/** Something in the store that is not as it should be. */
export interface StoreFault {
  /** The part examined: `pages and indexes`, `blocks`, `counters`. */
  readonly part: string;
  /** What is wrong, for a person to read. */
  readonly text: string;
}
