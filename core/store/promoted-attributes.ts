import type { Outcome } from '../model/invocation';
import type { TimeRange } from '../model/time-range';

/** So many keys can be promoted at once: each costs a small row per invocation. */
export const MOST_PROMOTED = 20;

/**
 * An attribute whose values are kept beside the rows of invocations: the attribute of the invocation's span, else of its
 * resource. Invocations without a span have none.
 */
export interface PromotedAttribute {
  /** As it is sent. */
  readonly key: string;
  readonly promotedAt: number;
  /**
   * Invocations that start then or later have their values; null when all have. It moves back while `tidy` looks at the
   * invocations that are older than the promotion, newest first.
   */
  readonly completeSince: number | null;
  /** How many of these were looked at. */
  readonly examined: number;
  /** Of these, those whose span could not be read any more: they have no value. */
  readonly missed: number;
}

/** Chooses which attributes are promoted; the writer learns of it by its next batch, in whatever thread or process. */
export interface AttributePromotions {
  /**
   * From now on every invocation's value is kept; those of stored invocations follow while the store is tidied. Answers
   * the same for a key that is promoted already.
   * @throws FaaslensError `invalid_input` for a key that is empty or longer than 256 characters, `conflict` when 20 are
   * promoted.
   */
  promote(key: string): Promise<PromotedAttribute>;
  /**
   * Takes a promotion back: readers know it no more, and its values are removed while the store is tidied.
   * @throws FaaslensError `not_found` when it is not promoted.
   */
  unpromote(key: string): Promise<void>;
  close(): Promise<void>;
}

/** Conditions on the value of a promoted attribute; all that are given must hold. */
export interface AttributeCondition {
  readonly key: string;
  /** As groups name it: a text, or what reads like the number, boolean or JSON; the first 256 characters are compared. */
  readonly value?: string;
  /** Lowest and highest number. Only values that are numbers, or texts that JSON would write as one, are compared. */
  readonly min?: number;
  readonly max?: number;
}

/** The part of the store's contract that is about promoted attributes; what `store.ts` says of all reads holds here. */
export interface PromotedReader {
  /** By the time of promotion, oldest first. */
  promotedAttributes(): Promise<readonly PromotedAttribute[]>;
  /**
   * How many invocations that start in the range have which value of a promoted attribute, from their rows: exact, but
   * for invocations before `completeSince`, of which some may be missing.
   * @throws FaaslensError `invalid_input` for an attribute that is not promoted.
   */
  invocationGroups(query: InvocationGroupsQuery): Promise<InvocationGroups>;
}

export interface InvocationGroupsQuery {
  readonly range: TimeRange;
  readonly environment?: string;
  readonly functionId?: string;
  readonly outcome?: Outcome;
  readonly key: string;
  /** How many groups to answer, at most 10,000. */
  readonly limit: number;
}

export interface InvocationGroups {
  /** The most frequent values, most frequent first. Invocations without the attribute are in no group. */
  readonly groups: readonly InvocationGroup[];
  readonly completeSince: number | null;
  /** Whether the range lies in what is complete, and no span was unreadable. */
  readonly exact: boolean;
}

export interface InvocationGroup {
  /** As `AttributeGroup.value`. */
  readonly value: string;
  readonly invocations: number;
}
