/** How much telemetry to keep. */
export interface RetentionLimits {
  /** Whole days; null: no limit on age. */
  readonly days: number | null;
  /** Bytes that the store may occupy on disk; null: no limit. */
  readonly maxBytes: number | null;
}

export const KEEP_ALL: RetentionLimits = { days: null, maxBytes: null };
