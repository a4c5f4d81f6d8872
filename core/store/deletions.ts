import type { TimeRange } from '../model/time-range';

/**
 * Which telemetry to delete: that of one trace, of one function, with one attribute (of a span or log record, as in
 * `TracesQuery.attribute`), or of a time range; at most one of the first three. A whole trace is deleted when anything
 * in it matches; of log records without a trace, those that match.
 */
export interface DeletionQuery {
  readonly range: TimeRange;
  readonly traceId?: string;
  readonly functionId?: string;
  readonly attribute?: { readonly key: string; readonly value: string };
}

/** What a deletion covers, or what it has removed so far. */
export interface DeletionCounts {
  readonly traces: number;
  /** Invocations, including those that only the platform reported. */
  readonly invocations: number;
  /** Log records without a trace. */
  readonly looseLogs: number;
}

export interface DeletionPreview extends Pick<DeletionCounts, 'traces' | 'looseLogs'> {
  /** False when there was not enough time to find everything. */
  readonly exact: boolean;
}

export const DELETION_STATES = ['waiting', 'purging', 'done'] as const;
export type DeletionState = (typeof DELETION_STATES)[number];

export interface Deletion extends DeletionCounts {
  readonly id: number;
  /** What was requested, in words; an attribute's value is dropped as soon as its rows are gone. */
  readonly about: string;
  readonly requestedAt: number;
  /** `waiting` until all is removed, `purging` until no free page of the store contains it, then `done`. */
  readonly state: DeletionState;
}

/**
 * Deletes telemetry as if it had never arrived: rows and records are removed, and every figure that counted them
 * becomes what it would be without them. The writer does this while it tidies. From then on, telemetry of a deleted
 * trace, and records equal to deleted ones, are refused for 30 days, however they are sent again.
 */
export interface Deletions {
  /** What would be deleted now. @throws FaaslensError `invalid_input`, naming the field */
  preview(query: DeletionQuery): Promise<DeletionPreview>;
  /**
   * Requests a deletion, which survives restarts. @throws FaaslensError `invalid_input`; `conflict` when 100 are
   * waiting
   */
  request(query: DeletionQuery): Promise<Deletion>;
  /** The last 100, newest first. */
  list(): Promise<readonly Deletion[]>;
  close(): Promise<void>;
}
