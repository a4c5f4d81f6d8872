import type { TelemetryBatch } from '../model/telemetry';

/** What one engine holds of a day, to compare it with another one. */
export interface DaySums {
  /** UTC, as 2026-03-01: of spans that of their trace's start, of all else of its own. */
  readonly day: string;
  readonly spans: number;
  readonly logs: number;
  readonly invocations: number;
  /** 10^-12 USD. */
  readonly cost: bigint;
}

/** Telemetry at rest as it is moved to another engine, read beside a writer. */
export interface History {
  /**
   * Some of what arrived after a position (0: from the beginning), in order; null when there is nothing. Read on from
   * `position`: nothing that arrived later is before it, though some may come twice.
   */
  readAfter(position: number): HistoryPiece | null;
  /** Everything that is read while `work` runs is as it was at the beginning. */
  still<Result>(work: () => Promise<Result>): Promise<Result>;
  sums(): readonly DaySums[];
  close(): void;
}

export interface HistoryPiece {
  readonly batch: TelemetryBatch;
  readonly position: number;
}
