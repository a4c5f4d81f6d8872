/** A figure of the evidence, with its unit so that screens can format it as elsewhere. */
export interface Figure {
  readonly value: number;
  readonly unit: 'count' | 'ms' | 'mb' | 'usd' | 'share';
}

/** The data that a recommendation is based on. */
export interface Evidence {
  readonly columns: readonly string[];
  /** Cells; null where nothing was measured. */
  readonly rows: readonly (readonly (string | Figure | null)[])[];
}

/**
 * How certain a saving is. `measured`: the same function ran both ways. `range`: between the best and the worst case that its
 * timing allows. `assumed`: as if only the price changed.
 */
export type Certainty = 'measured' | 'range' | 'assumed';

export type AdviceKind = 'memory' | 'architecture' | 'provisioned' | 'waiting' | 'platform';

/** A recommended change, and what it saves. */
export interface Advice {
  readonly kind: AdviceKind;
  /** Null when it concerns all functions. */
  readonly function: { readonly id: string; readonly name: string } | null;
  readonly title: string;
  readonly reason: string;
  readonly certainty: Certainty;
  /** USD a month at list price; both ends are equal when a single figure is known. */
  readonly saving: { readonly low: number; readonly high: number };
  readonly evidence: Evidence;
}

/** Something that was examined and is best left as it is, or cannot be judged yet. */
export interface Kept {
  readonly kind: AdviceKind;
  readonly function: { readonly id: string; readonly name: string } | null;
  readonly reason: string;
}

export type Finding = { readonly change: Advice } | { readonly keep: Kept };

/** Fewer invocations are too few to judge by. */
export const LEAST_INVOCATIONS = 50;

/** A saving of a smaller share is not worth a change. */
export const LEAST_SHARE = 0.05;

export const count = (value: number): Figure => ({ value, unit: 'count' });
export const ms = (value: number): Figure => ({ value, unit: 'ms' });
export const mb = (value: number): Figure => ({ value, unit: 'mb' });
export const usd = (value: number): Figure => ({ value, unit: 'usd' });
export const share = (value: number): Figure => ({ value, unit: 'share' });
