import type { TimeRange } from '../../model/time-range';
import type { Rule } from '../../settings/settings';
import type { FunctionRow } from '../../store/store';
import { NOTHING, samplesOf, type WindowFigures } from '../figures/window-figures';
import { addGroup, type Group, groupOf, needsDetail } from '../groups';
import { LOOK_BACK_MS } from '../live-world';
import type { GroupFigures, World } from '../world';
import type { History } from './history';
import { GroupMinutes, SlidingWindow } from './sliding-window';
import { recordedLength, recordedWindow, WindowRecord } from './window-record';

/** Times at which something happened to a group, oldest first, with how often until then. */
interface Times {
  readonly at: number[];
  /** Sums up to and including each. */
  readonly sums: number[];
}

/** A rule's world at any instant of a range whose history was read; `moveTo` sets the instant. */
export interface PastWorld extends World {
  moveTo(at: number): void;
}

/** A group's windows and what they show, in the shape in which they are asked for. */
interface GroupWindows extends GroupFigures {
  /** Brings the figures to the windows that are asked for. */
  moveTo(asked: readonly (readonly TimeRange[])[]): void;
}

export function pastWorld(rule: Rule, functions: readonly FunctionRow[], history: History): PastWorld {
  const byId = new Map(functions.map((fn) => [fn.id, fn]));
  const groups = new Map<string, Group>();
  const keyOf = (functionId: string | null, detail: string | null): string | null => {
    const fn = functionId === null ? undefined : byId.get(functionId);
    const group = fn === undefined ? null : groupOf(rule, fn, detail);
    if (group !== null) addGroup(groups, group);
    return group?.key ?? null;
  };
  if (!needsDetail(rule)) for (const fn of functions) keyOf(fn.id, null);
  const minutes = minutesByGroup(history, keyOf);
  const throttled = timesByGroup(history.throttled, keyOf, ({ attempts }) => attempts);
  const events = timesByGroup(history.events, keyOf, () => 1);
  const runs = timesByGroup(history.runs, keyOf, () => 1);
  let now = 0;

  /** One for each group; each window that a rule looks at moves on its own. */
  const watched = new Map<string, GroupWindows>();
  const windowsOfGroup = (group: Group, asked: readonly (readonly TimeRange[])[]): GroupWindows => {
    const known = watched.get(group.key);
    if (known) return known;
    const made = { group, ...movingFigures(rule, minutes.get(group.key), asked) };
    watched.set(group.key, made);
    return made;
  };

  const withThrottles = (
    times: Times,
    figures: readonly (readonly WindowFigures[])[],
    asked: readonly (readonly TimeRange[])[],
  ) =>
    figures.map((list, index) =>
      list.map((one, position) => {
        const range = asked[index]?.[position];
        return { ...plain(one), throttledAttempts: range === undefined ? null : countWithin(times, range) };
      }),
    );

  return {
    functions,
    moveTo(at) {
      now = at;
    },

    figures(_rule, asked) {
      const found = new Map<string, GroupFigures>();
      for (const group of groups.values()) {
        const own = windowsOfGroup(group, asked);
        own.moveTo(asked);
        // A version, value of an attribute or dependency is a group only while it is seen.
        if (needsDetail(rule) && !own.figures.some((list) => list.some((window) => samplesOf(window) > 0)))
          continue;
        const times = throttled.get(group.key);
        found.set(
          group.key,
          times === undefined ? own : { group, figures: withThrottles(times, own.figures, asked) },
        );
      }
      return found;
    },

    events(_rule, window) {
      const counts = new Map<string, { group: Group; count: number }>();
      for (const [key, times] of events) {
        const group = groups.get(key);
        const count = countWithin(times, window) ?? 0;
        if (group !== undefined && count > 0) counts.set(key, { group, count });
      }
      return counts;
    },

    lastRuns() {
      const last = new Map<string, number>();
      for (const [key, { at }] of runs) {
        const ran = at[positionOf(at, now) - 1];
        if (ran !== undefined && ran >= now - LOOK_BACK_MS) last.set(key, ran);
      }
      return last;
    },

    self: () => null,
  };
}

/** Figures of windows that move on together; `minutes` are missing when nothing ever happened. */
function movingFigures(
  rule: Rule,
  minutes: GroupMinutes | undefined,
  asked: readonly (readonly TimeRange[])[],
): Omit<GroupWindows, 'group'> {
  if (minutes === undefined)
    return { figures: asked.map((ranges) => ranges.map(() => NOTHING)), moveTo: () => undefined };
  const length = recordedLength(rule.figure, asked);
  if (length === null) {
    const windows = asked.map((ranges) => ranges.map(() => new SlidingWindow(minutes)));
    return {
      figures: windows.map((list) => list.map(({ sums }) => sums)),
      moveTo: (ranges) => eachOf(windows, ranges, (window, range) => window.moveTo(range)),
    };
  }
  const record = new WindowRecord(minutes, length, rule.figure, earliestEnd(asked));
  const figures = asked.map((ranges) => ranges.map(recordedWindow));
  return {
    figures,
    moveTo: (ranges) => eachOf(figures, ranges, (window, range) => record.read(range, window)),
  };
}

function earliestEnd(asked: readonly (readonly TimeRange[])[]): number {
  return Math.min(...asked.flat().map(({ toMs }) => toMs));
}

function eachOf<Window>(
  windows: readonly (readonly Window[])[],
  asked: readonly (readonly TimeRange[])[],
  visit: (window: Window, range: TimeRange) => void,
): void {
  windows.forEach((list, index) => {
    list.forEach((window, position) => {
      const range = asked[index]?.[position];
      if (range !== undefined) visit(window, range);
    });
  });
}

function plain({ counts, memoryShare, ...of }: WindowFigures): WindowFigures {
  return {
    counts,
    memoryShare,
    throttledAttempts: of.throttledAttempts,
    durationMs: () => null,
    initMs: () => null,
  };
}

type KeyOf = (functionId: string | null, detail: string | null) => string | null;

function minutesByGroup({ rows: parts }: History, keyOf: KeyOf): ReadonlyMap<string, GroupMinutes> {
  const minutes = new Map<string, GroupMinutes>();
  for (const rows of parts) {
    const ofGroup = rows.groups.map(({ functionId, detail }) => {
      const key = keyOf(functionId, detail);
      if (key === null) return null;
      const known = minutes.get(key) ?? new GroupMinutes();
      minutes.set(key, known);
      return known;
    });
    rows.group.forEach((group, index) => {
      ofGroup[group]?.push(rows, index);
    });
  }
  for (const own of minutes.values()) own.sort();
  return minutes;
}

function timesByGroup<Entry extends { readonly functionId: string | null; readonly at: number }>(
  entries: readonly Entry[],
  keyOf: KeyOf,
  countOf: (entry: Entry) => number,
): ReadonlyMap<string, Times> {
  const times = new Map<string, Times>();
  for (const entry of entries.toSorted((a, b) => a.at - b.at)) {
    const key = keyOf(entry.functionId, null);
    if (key === null) continue;
    const own = times.get(key) ?? { at: [], sums: [] };
    times.set(key, own);
    own.at.push(entry.at);
    own.sums.push((own.sums.at(-1) ?? 0) + countOf(entry));
  }
  return times;
}

/** Null when there was none. */
function countWithin({ at, sums }: Times, { fromMs, toMs }: TimeRange): number | null {
  const from = positionOf(at, fromMs);
  const to = positionOf(at, toMs);
  return to <= from ? null : (sums[to - 1] ?? 0) - (sums[from - 1] ?? 0);
}

/** How many of the times, in ascending order, are before this one. */
function positionOf(at: readonly number[], ms: number): number {
  let low = 0;
  let high = at.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((at[middle] ?? 0) < ms) low = middle + 1;
    else high = middle;
  }
  return low;
}
