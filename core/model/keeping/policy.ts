/**
 * How long the details of traces are kept. A trace is **ordinary** when nothing in it failed and none of its invocations was
 * cold or slow. Details of an ordinary trace may be removed early: its log lines, and the attributes and events of spans that
 * are not invocations. Names, times, parents and complete invocations stay, so that no figure changes and late telemetry is
 * not counted twice.
 */
export interface KeepPolicy {
  /** One in this many ordinary traces keeps its details, chosen by its id; 1 keeps all. */
  readonly ordinaryOneIn: number;
  /** How long nothing must have arrived for a trace before it is thinned; minutes. */
  readonly settleMinutes: number;
  /** Longer invocations are slow; null: those longer than 95 % of their function's in the preceding day. */
  readonly slowMs: number | null;
  /** After this many days all ordinary traces lose their details; null: only by sampling and general retention. */
  readonly ordinaryDays: number | null;
  /** After this many days log lines are removed, except errors and those of traces that are not ordinary. */
  readonly logDays: number | null;
}

export const LEAST_SETTLE_MINUTES = 15;
export const LONGEST_SETTLE_MINUTES = 1440;
export const MOST_ONE_IN = 1_000_000;
export const MOST_KEEP_DAYS = 3650;

export const KEEP_WHOLE: KeepPolicy = {
  ordinaryOneIn: 1,
  settleMinutes: LEAST_SETTLE_MINUTES,
  slowMs: null,
  ordinaryDays: null,
  logDays: null,
};

/** Whether the policy never removes anything. */
export function keepsAll({ ordinaryOneIn, ordinaryDays, logDays }: KeepPolicy): boolean {
  return ordinaryOneIn <= 1 && ordinaryDays === null && logDays === null;
}
