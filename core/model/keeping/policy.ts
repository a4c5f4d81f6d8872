/**
 * How long what is inside of traces is kept. A trace is **ordinary** when nothing in it failed and none of its invocations
 * was cold or slow. Of an ordinary trace the details may go early: log lines, and of the spans that are no invocations
 * the attributes and events. Names, times and parents stay, and so do its invocations, whole: so no figure changes, and
 * nothing that comes late is counted twice.
 */
export interface KeepPolicy {
  /** Of so many ordinary traces one keeps its details, chosen by its id; 1 is all of them. */
  readonly ordinaryOneIn: number;
  /** How long a trace must have been at rest before it is looked at; minutes. */
  readonly settleMinutes: number;
  /** Invocations that take longer are slow; null: longer than 95 % of their function's in the day before. */
  readonly slowMs: number | null;
  /** After so many days all ordinary traces lose their details; null: only by sampling, and when everything goes. */
  readonly ordinaryDays: number | null;
  /** After so many days log lines go, but those that report errors and those of traces that are not ordinary. */
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

/** Whether it never takes anything away. */
export function keepsAll({ ordinaryOneIn, ordinaryDays, logDays }: KeepPolicy): boolean {
  return ordinaryOneIn <= 1 && ordinaryDays === null && logDays === null;
}
