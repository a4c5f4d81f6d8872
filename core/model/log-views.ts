import type { LogView } from './views';

/** Number of log records by severity; `unset`: without one. */
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
  /** For the whole range and every severity, whatever severities were requested. */
  readonly severities: SeverityCountsView;
  /** Whether every record was counted; else the counts are extrapolated. */
  readonly exact: boolean;
  readonly lookedAt: number;
  readonly candidates: number;
}

export interface LogPatternView {
  /** What the lines have in common; variable parts are named `<num>`, `<uuid>` and the like. */
  readonly shape: string;
  readonly count: number;
  /** The highest severity among the lines. */
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
  /** How many lines, newest first, were grouped. */
  readonly lines: number;
  /** Whether these are all lines. */
  readonly complete: boolean;
}

export interface LogContextView {
  /** Both lists are oldest first. */
  readonly before: readonly LogView[];
  readonly record: LogView;
  readonly after: readonly LogView[];
}
