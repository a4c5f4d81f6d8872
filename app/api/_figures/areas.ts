/** The figures of one call, each with what holds it against the rows that it leads to. */
export interface Area {
  readonly figures: Readonly<Record<string, () => Promise<void>>>;
  /** Numbers that count no rows, and why. */
  readonly others?: Readonly<Record<string, string>>;
}
