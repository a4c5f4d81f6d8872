import type { FigureName } from '../model/alerts/figures';
import { DAY_MS, MINUTE_MS, type TimeRange } from '../model/time-range';
import type { Rule } from '../settings/settings';
import type { FunctionRow } from '../store/store';
import { windowsOf } from './conditions/looks';
import { measuresOf } from './figures/measures';
import { FigureSums, NOTHING, rowsToSum, type WindowFigures } from './figures/window-figures';
import { addGroup, type Group, groupOf, needsDetail } from './groups';
import type { Answers, RangeAnswer } from './questions';
import { countedWindows, eventsKey, figuresKey } from './questions';
import type { World } from './world';

/** How far back a function's last run is looked for: longer than the month between the runs of the slowest schedules. */
export const LOOK_BACK_MS = 60 * DAY_MS;

/** The world at one instant, made of the answers to `questionsOf` its rules. */
export function liveWorld(
  functions: readonly FunctionRow[],
  answers: Answers,
  self: Readonly<Partial<Record<FigureName, number | null>>>,
  at: number,
): World {
  const byId = new Map(functions.map((fn) => [fn.id, fn]));
  const ofFunctions = new Map<string, ReadonlyMap<string, FigureSums>>();
  const knownGroups = new Map<string, Map<string, Group>>();

  /** Sums of single functions are the same for all rules, so they are made once for each window. */
  const functionSums = (key: string): ReadonlyMap<string, FigureSums> => {
    const known = ofFunctions.get(key);
    if (known) return known;
    const answer = answers.figures(key);
    const made = sumUp(answer, (functionId) => functionId);
    ofFunctions.set(key, made);
    return made;
  };

  /** Of rules that look at versions or attributes only what is seen; they are few enough to begin anew each time. */
  const groupsOf = (rule: Rule): Map<string, Group> => {
    if (needsDetail(rule)) return new Map();
    const key = JSON.stringify([rule.groupBy, rule.filter]);
    const known = knownGroups.get(key);
    if (known) return known;
    const made = new Map<string, Group>();
    for (const fn of functions) {
      const group = groupOf(rule, fn, null);
      if (group !== null) addGroup(made, group);
    }
    knownGroups.set(key, made);
    return made;
  };

  const sumsOf = (
    rule: Rule,
    range: TimeRange,
    groups: Map<string, Group>,
  ): ReadonlyMap<string, WindowFigures> => {
    const key = figuresKey(rule, range);
    if (rule.groupBy === 'function' && !needsDetail(rule)) return functionSums(key);
    return sumUp(answers.figures(key), (functionId, detail) => {
      const fn = byId.get(functionId);
      const group = fn === undefined ? null : groupOf(rule, fn, detail);
      if (group !== null) addGroup(groups, group);
      return group?.key ?? null;
    });
  };

  return {
    functions,

    measures(rule) {
      const windows = windowsOf(rule, at);
      const isCounted = countedWindows(rule, answers.keptSinceMs());
      const groups = groupsOf(rule);
      const sums = windows.map((ranges) => ranges.map((range) => sumsOf(rule, range, groups)));
      return [...groups.values()].map((group) => {
        const figures = sums.map((ranges) => ranges.map((of) => of.get(group.key) ?? NOTHING));
        return { group, measures: measuresOf(rule.figure, windows, figures, group, isCounted) };
      });
    },

    events(rule, window) {
      const counts = new Map<string, { group: Group; count: number }>();
      for (const { functionId } of answers.events(eventsKey(rule, window))) {
        const fn = functionId === null ? undefined : byId.get(functionId);
        const group = fn === undefined ? null : groupOf(rule, fn, null);
        if (group === null) continue;
        const before = counts.get(group.key);
        counts.set(group.key, { group, count: (before?.count ?? 0) + 1 });
      }
      return counts;
    },

    lastRuns(rule) {
      const last = new Map<string, number>();
      for (const { functionId, at: ranAt } of answers.lastRuns()) {
        const fn = byId.get(functionId);
        const group = fn === undefined ? null : groupOf(rule, fn, null);
        if (group !== null) last.set(group.key, Math.max(ranAt, last.get(group.key) ?? 0));
      }
      return last;
    },

    self(figure) {
      if (figure !== 'self_silence_minutes') return self[figure] ?? null;
      const newest = answers.lastRuns().reduce((latest, run) => Math.max(latest, run.at), 0);
      return newest === 0 ? null : (at - newest) / MINUTE_MS;
    },
  };
}

/** Adds up the rows of each group; `keyOf` answers null for those that the rule does not watch. */
function sumUp(
  { rows, throttled }: RangeAnswer,
  keyOf: (functionId: string, detail: string | null) => string | null,
): ReadonlyMap<string, FigureSums> {
  const sums = new Map<string, FigureSums>();
  const sumsAt = (key: string): FigureSums => {
    const known = sums.get(key);
    if (known) return known;
    const made = new FigureSums();
    sums.set(key, made);
    return made;
  };
  const keys = rows.groups.map(({ functionId, detail }) => keyOf(functionId, detail));
  const toSum = rowsToSum(rows);
  rows.group.forEach((group, index) => {
    const key = keys[group];
    if (key !== null && key !== undefined) sumsAt(key).add(toSum, index);
  });
  for (const { functionId, attempts } of throttled) {
    const key = keyOf(functionId, null);
    if (key !== null) sumsAt(key).addThrottled(attempts);
  }
  return sums;
}
