/** How much telemetry is kept. */
export interface RetentionLimits {
  /** Whole days; null keeps telemetry of any age. */
  readonly days: number | null;
  /** Bytes that the store may take on disk; null is no limit. */
  readonly maxBytes: number | null;
}

export const KEEP_ALL: RetentionLimits = { days: null, maxBytes: null };
