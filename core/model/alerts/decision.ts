/** The status of a rule for one group. */
export const STATUSES = ['ok', 'pending', 'firing', 'recovering', 'nodata', 'error'] as const;
export type GroupStatus = (typeof STATUSES)[number];

/** Classification of one point: beyond the limit, recovered, between limit and recovery, or without data. */
export const POINT_KINDS = ['breach', 'clear', 'held', 'missing'] as const;
/** The kind of one point; see `POINT_KINDS`. */
export type PointKind = (typeof POINT_KINDS)[number];

/** Why messages about a firing group are suppressed. */
export const QUIET_REASONS = ['snoozed', 'muted', 'depends_on'] as const;
export type QuietReason = (typeof QUIET_REASONS)[number];

/** What a rule decided about one group at one instant, with the inputs. */
export interface Decision {
  /** End of the window, epoch milliseconds. */
  readonly at: number;
  readonly status: GroupStatus;
  readonly point: PointKind;
  /** In the figure's unit; null when there was no data to compute it. */
  readonly value: number | null;
  readonly limit: number | null;
  readonly samples: number;
  /** How the limit was computed, or what was missing; '' when there is nothing to add. */
  readonly explanation: string;
  /** Null when messages are sent. */
  readonly quiet: QuietReason | null;
}
