import type { Outcome } from '../model/invocation';
import type { TimeRange } from '../model/time-range';

/** How many keys can be promoted at once: each costs a small row per invocation. */
export const MOST_PROMOTED = 20;

/**
 * An attribute whose values are kept beside the invocation rows: the attribute of the invocation's span, otherwise of
 * its resource. Invocations without a span have none.
 */
export interface PromotedAttribute {
  /** As sent. */
  readonly key: string;
  readonly promotedAt: number;
  /**
   * Invocations that start then or later have their values; null when all have. It moves back while `tidy` examines the
   * invocations older than the promotion, newest first.
   */
  readonly completeSince: number | null;
  /** How many of these were examined. */
  readonly examined: number;
  /** How many of those have no value because their span could no longer be read. */
  readonly missed: number;
}

/** Chooses which attributes are promoted. The writer, in whatever thread or process, learns of it by its next batch. */
export interface AttributePromotions {
  /**
   * From now on every invocation's value is kept; values of stored invocations are filled in while the store is tidied.
   * Returns the existing promotion for a key that is already promoted.
   * @throws FaaslensError `invalid_input` for a key that is empty or longer than 256 characters, `conflict` when 20 are
   * promoted.
   */
  promote(key: string): Promise<PromotedAttribute>;
  /**
   * Revokes a promotion: readers no longer see it, and its values are removed while the store is tidied.
   * @throws FaaslensError `not_found` when it is not promoted.
   */
  unpromote(key: string): Promise<void>;
  close(): Promise<void>;
}

/** Conditions on the value of a promoted attribute; all given ones must hold. */
export interface AttributeCondition {
  readonly key: string;
  /** As groups show it: a string, or the text of a number, boolean or JSON value; the first 256 characters are compared. */
  readonly value?: string;
  /** Lowest and highest number. Only numbers, and strings written as JSON would write a number, are compared. */
  readonly min?: number;
  readonly max?: number;
}

/** The part of the store contract that covers promoted attributes; what `store.ts` says about all reads applies. */
export interface PromotedReader {
  /** By the time of promotion, oldest first. */
  promotedAttributes(): Promise<readonly PromotedAttribute[]>;
  /**
   * How many invocations that start in the range have each value of a promoted attribute, from their rows: exact,
   * except that some invocations before `completeSince` may be missing.
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
  /** How many groups to return, at most 10,000. */
  readonly limit: number;
}

export interface InvocationGroups {
  /** The most frequent values, most frequent first. Invocations without the attribute are in no group. */
  readonly groups: readonly InvocationGroup[];
  readonly completeSince: number | null;
  /** Whether the whole range is complete and every span was readable. */
  readonly exact: boolean;
}

export interface InvocationGroup {
  /** As `AttributeGroup.value`. */
  readonly value: string;
  readonly invocations: number;
}
