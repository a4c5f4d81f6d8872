import type { Decision } from '@/core/model/alerts/decision';

/** Minutes in a row in which a rule decided alike. */
export interface DecisionRun {
  readonly fromMs: number;
  readonly toMs: number;
  readonly minutes: number;
  /** The smallest and the greatest value; null when there was none. */
  readonly lowest: number | null;
  readonly highest: number | null;
  readonly last: Decision;
}

/** Joins decisions, oldest first, that differ in nothing but their value; newest run first. */
export function runsOf(decisions: readonly Decision[]): readonly DecisionRun[] {
  const runs: DecisionRun[] = [];
  for (const decision of decisions) {
    const before = runs.at(-1);
    if (before !== undefined && isAlike(before.last, decision)) {
      runs[runs.length - 1] = {
        ...before,
        toMs: decision.at,
        minutes: before.minutes + 1,
        lowest: pick(Math.min, before.lowest, decision.value),
        highest: pick(Math.max, before.highest, decision.value),
        last: decision,
      };
      continue;
    }
    const { at, value } = decision;
    runs.push({ fromMs: at, toMs: at, minutes: 1, lowest: value, highest: value, last: decision });
  }
  return runs.toReversed();
}

function isAlike(a: Decision, b: Decision): boolean {
  return a.status === b.status && a.point === b.point && a.quiet === b.quiet;
}

function pick(choose: (a: number, b: number) => number, a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return choose(a, b);
}
