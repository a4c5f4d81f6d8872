/** Something in the store that is not as it should be. */
export interface StoreFault {
  /** What was looked at: `pages and indexes`, `blocks`, `counters`. */
  readonly part: string;
  /** What is wrong, for a person. */
  readonly text: string;
}
