/** A figure of the evidence, with its unit: screens write it as they write all others. */
export interface Figure {
  readonly value: number;
  readonly unit: 'count' | 'ms' | 'mb' | 'usd' | 'share';
}

/** The data that a piece of advice is drawn from. */
export interface Evidence {
  readonly columns: readonly string[];
  /** Null where nothing was measured. */
  readonly rows: readonly (readonly (string | Figure | null)[])[];
}

/**
 * How sure a saving is. `measured`: the same function ran both ways. `range`: between the best and the worst that its time
 * allows. `assumed`: as if nothing but the price changed.
 */
export type Certainty = 'measured' | 'range' | 'assumed';

export type AdviceKind = 'memory' | 'architecture' | 'provisioned' | 'waiting' | 'platform';

/** Something to change, and what it saves. */
export interface Advice {
  readonly kind: AdviceKind;
  /** Null where it is about all of them. */
  readonly function: { readonly id: string; readonly name: string } | null;
  readonly title: string;
  readonly reason: string;
  readonly certainty: Certainty;
  /** USD a month at list price; equal ends where one figure is known. */
  readonly saving: { readonly low: number; readonly high: number };
  readonly evidence: Evidence;
}

/** Something that was looked at and is best left as it is, or cannot be judged yet. */
export interface Kept {
  readonly kind: AdviceKind;
  readonly function: { readonly id: string; readonly name: string } | null;
  readonly reason: string;
}

export type Finding = { readonly change: Advice } | { readonly keep: Kept };

/** Fewer say nothing. */
export const LEAST_INVOCATIONS = 50;

/** A saving of a smaller share is not worth a change. */
export const LEAST_SHARE = 0.05;

export const count = (value: number): Figure => ({ value, unit: 'count' });
export const ms = (value: number): Figure => ({ value, unit: 'ms' });
export const mb = (value: number): Figure => ({ value, unit: 'mb' });
export const usd = (value: number): Figure => ({ value, unit: 'usd' });
export const share = (value: number): Figure => ({ value, unit: 'share' });
