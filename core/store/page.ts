export interface PageQuery {
  readonly limit: number;
  /** As given by the page before; one that this store did not make is refused with `invalid_input`. */
  readonly cursor?: string;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}
