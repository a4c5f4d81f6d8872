import type { GroupState } from '../settings/alert-memory';
import type { IncidentReason, RuleInput } from '../settings/settings';

/** The part of a rule that decides. */
export type Limits = Pick<RuleInput, 'windowMinutes' | 'threshold' | 'recoveryThreshold' | 'minInvocations'>;

/** What happened in the window. */
export interface Figures {
  readonly invocations: number;
  readonly errors: number;
}

/** Where a group stands; null is `ok`. */
export type Standing = Pick<GroupState, 'status' | 'since' | 'dataAt' | 'value' | 'samples'>;

export interface Evaluation {
  readonly next: Standing | null;
  readonly transition:
    | { readonly type: 'fire' }
    | { readonly type: 'resolve'; readonly reason: IncidentReason }
    | null;
}

/** A breach fires when it is still there at the next evaluation; a little less than the loop's 15 s, for its jitter. */
export const CONFIRM_MS = 10_000;
/** A recovery counts when the third evaluation in a row agrees. */
export const RECOVER_MS = 25_000;
/** A firing group without enough invocations is resolved after this many windows. */
export const NO_DATA_WINDOWS = 3;

/**
 * One step of the state machine ok -> pending -> firing -> recovering -> ok. Pure. `null` figures mean that the group
 * has vanished, which is the same as too few invocations: it never fires, keeps a firing group as it is, and after
 * three windows resolves it with the reason `no_data`. Between the two thresholds nothing changes.
 */
export function evaluate(
  limits: Limits,
  previous: Standing | null,
  figures: Figures | null,
  nowMs: number,
): Evaluation {
  const samples = figures?.invocations ?? 0;
  if (figures === null || samples < limits.minInvocations || samples === 0) {
    return withoutData(limits, previous, samples, nowMs);
  }
  const value = figures.errors / samples;
  const stand = (status: Standing['status'], since: number): Standing => ({
    status,
    since,
    dataAt: nowMs,
    value,
    samples,
  });

  if (previous === null || previous.status === 'pending') {
    if (value <= limits.threshold) return { next: null, transition: null };
    if (previous === null) return { next: stand('pending', nowMs), transition: null };
    if (nowMs - previous.since < CONFIRM_MS)
      return { next: stand('pending', previous.since), transition: null };
    return { next: stand('firing', nowMs), transition: { type: 'fire' } };
  }
  if (value > limits.recoveryThreshold) {
    return { next: stand('firing', previous.status === 'firing' ? previous.since : nowMs), transition: null };
  }
  if (previous.status === 'firing') return { next: stand('recovering', nowMs), transition: null };
  if (nowMs - previous.since < RECOVER_MS)
    return { next: stand('recovering', previous.since), transition: null };
  return { next: null, transition: { type: 'resolve', reason: 'recovered' } };
}

function withoutData(limits: Limits, previous: Standing | null, samples: number, nowMs: number): Evaluation {
  if (previous === null || previous.status === 'pending') return { next: null, transition: null };
  if (nowMs - previous.dataAt >= NO_DATA_WINDOWS * limits.windowMinutes * 60_000) {
    return { next: null, transition: { type: 'resolve', reason: 'no_data' } };
  }
  const since = previous.status === 'firing' ? previous.since : nowMs;
  return { next: { ...previous, status: 'firing', since, value: null, samples }, transition: null };
}
