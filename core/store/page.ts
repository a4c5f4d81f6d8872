export interface PageQuery {
  readonly limit: number;
  /** As returned with the previous page; a cursor that this store did not issue is refused with `invalid_input`. */
  readonly cursor?: string;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}
