import type { TimeRange } from '../model/time-range';

export interface AttributeGroupsQuery {
  readonly range: TimeRange;
  readonly environment?: string;
  /** Only spans whose resource (if several functions share it, also the trace) shows that they are the function's. */
  readonly functionId?: string;
  /** As sent. */
  readonly key: string;
  /** How many groups to return, at most 10,000. */
  readonly limit: number;
  /**
   * After this many milliseconds no further block is read; default 1000. A budget above 10,000 is spent in portions of
   * that size. At least two blocks are always read. What a reader spent on the same question up to a minute earlier
   * counts: it continues from there.
   */
  readonly budgetMs?: number;
  /** Chooses the random order: the same seed gives the same order. Default 0. */
  readonly seed?: number;
}

export interface AttributeGroups {
  /** The most frequent values, by frequency, then by value. Spans without the attribute are in no group. */
  readonly groups: readonly AttributeGroup[];
  readonly sampledBlocks: number;
  readonly totalBlocks: number;
  readonly exact: boolean;
}

export interface AttributeGroup {
  /** A string as it is, any other value as JSON; longer ones are cut to 256 characters and grouped by those. */
  readonly value: string;
  /** An estimate, and then possibly fractional, unless every block was read. */
  readonly spans: number;
  /**
   * Of `spans`: about 95 of 100 true counts lie within two standard errors. 0 when every block was read; null when
   * unknown.
   */
  readonly standardError: number | null;
}
