/** Where a rule stands for one group. */
export const STATUSES = ['ok', 'pending', 'firing', 'recovering', 'nodata', 'error'] as const;
export type GroupStatus = (typeof STATUSES)[number];

/** What one point was: beyond the limit, well, between limit and recovery, or nothing to tell from. */
export const POINT_KINDS = ['breach', 'clear', 'held', 'missing'] as const;
/** Whether a point is beyond the threshold, well again, between the two, or cannot be told. */
export type PointKind = (typeof POINT_KINDS)[number];

/** Why no message goes out about what fires. */
export const QUIET_REASONS = ['snoozed', 'muted', 'depends_on'] as const;
export type QuietReason = (typeof QUIET_REASONS)[number];

/** What a rule decided about one group at one instant, and from what. */
export interface Decision {
  /** End of the window, epoch milliseconds. */
  readonly at: number;
  readonly status: GroupStatus;
  readonly point: PointKind;
  /** In the figure's unit; null when there was nothing to count it from. */
  readonly value: number | null;
  readonly limit: number | null;
  readonly samples: number;
  /** What the limit was made of, or what was missing; '' when there is nothing to add. */
  readonly explanation: string;
  /** Null when messages go out. */
  readonly quiet: QuietReason | null;
}
