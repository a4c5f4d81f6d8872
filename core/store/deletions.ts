import type { TimeRange } from '../model/time-range';

/**
 * Which telemetry is to be deleted: of one trace, of one function, with one attribute (of a span or log record, as
 * `TracesQuery.attribute`), or of a time; at most one of the first three. Whole traces go when anything in them fits;
 * of log records without a trace those that fit.
 */
export interface DeletionQuery {
  readonly range: TimeRange;
  readonly traceId?: string;
  readonly functionId?: string;
  readonly attribute?: { readonly key: string; readonly value: string };
}

/** What a deletion is about, or what it has removed so far. */
export interface DeletionCounts {
  readonly traces: number;
  /** Invocations, also those that only the platform told of. */
  readonly invocations: number;
  /** Log records without a trace. */
  readonly looseLogs: number;
}

export interface DeletionPreview extends Pick<DeletionCounts, 'traces' | 'looseLogs'> {
  /** False when there was not the time to find all. */
  readonly exact: boolean;
}

export const DELETION_STATES = ['waiting', 'purging', 'done'] as const;
export type DeletionState = (typeof DELETION_STATES)[number];

export interface Deletion extends DeletionCounts {
  readonly id: number;
  /** What was asked for, in words; the value of an attribute is left out as soon as its rows are gone. */
  readonly about: string;
  readonly requestedAt: number;
  /** `waiting` until all is removed, `purging` until no free page of the store has it, then `done`. */
  readonly state: DeletionState;
}

/**
 * Deletes telemetry as if it had never come: rows and records go, and every figure that counted them is that without
 * them. The writer does so while it tidies; from then on what belongs to a deleted trace, and records equal to deleted
 * ones, are refused for 30 days, however they are sent again.
 */
export interface Deletions {
  /** What would be deleted now. @throws FaaslensError `invalid_input` that names the field */
  preview(query: DeletionQuery): Promise<DeletionPreview>;
  /** Asks for a deletion; it survives restarts. @throws FaaslensError `invalid_input`; `conflict` when 100 wait */
  request(query: DeletionQuery): Promise<Deletion>;
  /** The last 100, newest first. */
  list(): Promise<readonly Deletion[]>;
  close(): Promise<void>;
}
