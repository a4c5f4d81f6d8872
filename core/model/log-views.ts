import type { LogView } from './views';

/** Log records by severity; `unset`: without one. */
export interface SeverityCountsView {
  readonly unset: number;
  readonly trace: number;
  readonly debug: number;
  readonly info: number;
  readonly warn: number;
  readonly error: number;
  readonly fatal: number;
}

export interface LogCountsView {
  readonly from: string;
  readonly to: string;
  readonly stepMs: number;
  /** Oldest first, without gaps. */
  readonly steps: readonly (SeverityCountsView & { readonly t: string })[];
  readonly total: number;
  /** Of the whole range and every severity, whatever severities were asked for. */
  readonly severities: SeverityCountsView;
  /** Whether every record was counted; else the counts are scaled up. */
  readonly exact: boolean;
  readonly lookedAt: number;
  readonly candidates: number;
}

export interface LogPatternView {
  /** What the lines have in common; what differs is named as `<num>`, `<uuid>` and the like. */
  readonly shape: string;
  readonly count: number;
  /** Of the loudest line. */
  readonly severity: number;
  readonly firstTime: string;
  readonly lastTime: string;
  readonly sample: string;
  /** A search that finds such lines; empty when the shape has no words. */
  readonly search: string;
}

export interface LogPatternsView {
  readonly items: readonly LogPatternView[];
  readonly nextCursor: null;
  /** So many lines, the newest ones, were put into groups. */
  readonly lines: number;
  /** Whether these are all lines. */
  readonly complete: boolean;
}

export interface LogContextView {
  /** Oldest first, in each of the two. */
  readonly before: readonly LogView[];
  readonly record: LogView;
  readonly after: readonly LogView[];
}
