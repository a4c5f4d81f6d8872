import type { PointKind } from '../../model/alerts/decision';
import type { Basis } from './explanation';

/** What a rule sees of one group in one minute. */
export interface Reading {
  readonly point: PointKind;
  /** In the figure's unit; null when there was nothing to count it from. */
  readonly value: number | null;
  /** Beyond which it breaches; null when there was nothing to compare with. */
  readonly limit: number | null;
  /**
   * The value on the scale of the condition's own number (threshold, ratio, deviations, or the share of a burn rate's
   * factor), so that other numbers can be tried on it; null when it is missing, or on the good side of the floor.
   */
  readonly score: number | null;
  /** Invocations that the value was counted from. */
  readonly samples: number;
  /** What the limit was made of, or what is missing; null for a plain threshold. `explain` says it to people. */
  readonly basis: Basis | null;
}

export function missing(value: number | null, samples: number, why = ''): Reading {
  const basis = why === '' ? null : ({ kind: 'text', text: why } as const);
  return { point: 'missing', value, limit: null, score: null, samples, basis };
}

/** Beyond `limit` is a breach, not beyond `recovery` is well; exactly at either is the good side. */
export function pointOf(
  direction: 'above' | 'below',
  value: number,
  limit: number,
  recovery: number | null,
): PointKind {
  const sign = direction === 'above' ? 1 : -1;
  if (sign * (value - limit) > 0) return 'breach';
  return sign * (value - (recovery ?? limit)) > 0 ? 'held' : 'clear';
}

/** Whether the value is on the good side of the floor that a breach must also pass. */
export function withinFloor(direction: 'above' | 'below', value: number, floor: number | null): boolean {
  if (floor === null) return false;
  return direction === 'above' ? value <= floor : value >= floor;
}
