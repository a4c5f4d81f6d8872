import type { TimeRange } from '../model/time-range';

export interface AttributeGroupsQuery {
  readonly range: TimeRange;
  readonly environment?: string;
  /** Only spans whose resource (where functions share one: and trace) tells that they are the function's. */
  readonly functionId?: string;
  /** As it was sent. */
  readonly key: string;
  /** How many groups to answer, at most 10,000. */
  readonly limit: number;
  /**
   * After so many milliseconds no further block is read; 1000 unless told, and of more than 10,000 only so many at once.
   * Two blocks are read in any case. What a reader spent on the same question up to a minute before counts: it goes on
   * from there.
   */
  readonly budgetMs?: number;
  /** Chooses the random order, which is the same for the same seed; 0 unless told. */
  readonly seed?: number;
}

export interface AttributeGroups {
  /** The most frequent values, most frequent first, then by value. Spans without the attribute are in no group. */
  readonly groups: readonly AttributeGroup[];
  readonly sampledBlocks: number;
  readonly totalBlocks: number;
  readonly exact: boolean;
}

export interface AttributeGroup {
  /** A text as it is, any other value as JSON; of longer ones the first 256 characters, by which they are grouped. */
  readonly value: string;
  /** Estimated, and then not whole, unless every block was read. */
  readonly spans: number;
  /** Of `spans`: about 95 of 100 true counts lie within two of it. 0 when every block was read; null when unknown. */
  readonly standardError: number | null;
}
