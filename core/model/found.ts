export const FOUND_KINDS = ['trace', 'span', 'invocation', 'function', 'error'] as const;

/** Something that an id or a name belongs to. */
export interface FoundView {
  readonly kind: (typeof FOUND_KINDS)[number];
  readonly title: string;
  /** What tells it from others of the same title. */
  readonly note: string;
  /** Where the dashboard shows it. */
  readonly path: string;
}
