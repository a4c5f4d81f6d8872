export const FOUND_KINDS = ['trace', 'span', 'invocation', 'function', 'error'] as const;

/** What an id or a name refers to. */
export interface FoundView {
  readonly kind: (typeof FOUND_KINDS)[number];
  readonly title: string;
  /** Distinguishes it from others with the same title. */
  readonly note: string;
  /** Its path in the dashboard. */
  readonly path: string;
}
