import { figureFacts } from '../../model/alerts/figures';
import { MINUTE_MS } from '../../model/time-range';
import type { Rule } from '../../settings/settings';
import type { FunctionRow } from '../../store/store';
import { looksOf } from '../conditions/looks';
import { addGroup, type Group, groupOf, needsDetail } from '../groups';
import { LOOK_BACK_MS } from '../live-world';
import { countedWindows, eventWindow, isFromCounters } from '../questions';
import type { GroupMeasures, World } from '../world';
import { checkReadings } from './bound';
import { GroupMinutes, type Rows } from './group-minutes';
import type { History } from './history';
import { LastRun } from './last-run';
import { RecordedLooks } from './measure-record';
import { Times } from './times';

/** A rule's world at any instant of a range whose history was read; `moveTo` sets the instant, ever later ones. */
export interface PastWorld extends World {
  moveTo(at: number): void;
  /** Whether what the rule looks at in this minute is still kept; what is not is neither good nor bad. */
  isKept(): boolean;
}

/** A group with what is seen of it. */
interface WatchedGroup extends GroupMeasures {
  readonly looks: RecordedLooks;
}

/** `parts`: of how many worlds with groups of their own this is one. */
export function pastWorld(
  rule: Rule,
  functions: readonly FunctionRow[],
  history: History,
  parts = 1,
): PastWorld {
  const byId = new Map(functions.map((fn) => [fn.id, fn]));
  const groups = new Map<string, Group>();
  const keyOf = (functionId: string | null, detail: string | null): string | null => {
    const fn = functionId === null ? undefined : byId.get(functionId);
    const group = fn === undefined ? null : groupOf(rule, fn, detail);
    if (group !== null) addGroup(groups, group);
    return group?.key ?? null;
  };
  if (!needsDetail(rule)) for (const fn of functions) keyOf(fn.id, null);
  const minutes = minutesByGroup(history.rows, keyOf);
  const throttled = timesByGroup(history.throttled, keyOf, ({ attempts }) => attempts);
  const events = timesByGroup(history.events, keyOf, () => 1);
  const runs = runsByGroup(history, minutes, keyOf);
  const looks = looksOf(rule);
  const isCounted = countedWindows(rule, history.keptSinceMs);
  let now = 0;

  let watched: readonly WatchedGroup[] | null = null;
  const watch = (): readonly WatchedGroup[] => {
    checkReadings(groups.size * parts, Math.max(...looks.map(({ backMs }) => backMs)) / MINUTE_MS);
    return [...groups.values()].map((group) => {
      const { key } = group;
      const past = { minutes: minutes.get(key), throttled: throttled.get(key), group, isCounted };
      const own = new RecordedLooks(rule.figure, looks, past, now / MINUTE_MS);
      return { group, measures: own.measures, looks: own };
    });
  };

  return {
    functions,
    moveTo(at) {
      now = at;
    },

    isKept() {
      if (now <= history.keptSinceMs) return history.keptSinceMs === 0;
      const { source } = figureFacts(rule.figure);
      if (source === 'events') return eventWindow(rule, now).fromMs >= history.keptSinceMs;
      if (!isFromCounters(source)) return true;
      return looks.some(({ windows, backMs }) => backMs === 0 && windows(now).every(isCounted));
    },

    measures() {
      watched ??= watch();
      for (const one of watched) one.looks.moveTo(now / MINUTE_MS);
      // A version, value of an attribute or dependency is a group only while it is seen.
      return needsDetail(rule) ? watched.filter(({ looks: own }) => own.isSeen) : watched;
    },

    events(_rule, window) {
      const counts = new Map<string, { group: Group; count: number }>();
      for (const [key, times] of events) {
        const group = groups.get(key);
        const count = times.countWithin(window) ?? 0;
        if (group !== undefined && count > 0) counts.set(key, { group, count });
      }
      return counts;
    },

    lastRuns() {
      return {
        get(key) {
          const ran = runs.get(key)?.before(now) ?? null;
          return ran === null || ran < now - LOOK_BACK_MS ? undefined : ran;
        },
      };
    },

    self: () => null,
  };
}

type KeyOf = (functionId: string | null, detail: string | null) => string | null;

function minutesByGroup(parts: readonly Rows[], keyOf: KeyOf): ReadonlyMap<string, GroupMinutes> {
  const minutes = new Map<string, GroupMinutes>();
  for (const rows of parts) {
    const ofGroup = rows.groups.map(({ functionId, detail }) => {
      const key = keyOf(functionId, detail);
      if (key === null) return null;
      const known = minutes.get(key) ?? new GroupMinutes();
      minutes.set(key, known);
      return known;
    });
    const { group } = rows;
    for (let first = 0, end = 0; first < group.length; first = end) {
      while (end < group.length && group[end] === group[first]) end += 1;
      ofGroup[group[first] ?? 0]?.append(rows, first, end);
    }
  }
  for (const own of minutes.values()) own.sort();
  return minutes;
}

function timesByGroup<Entry extends { readonly functionId: string | null; readonly at: number }>(
  entries: readonly Entry[],
  keyOf: KeyOf,
  countOf: (entry: Entry) => number,
): ReadonlyMap<string, Times> {
  const found = new Map<string, { at: number; count: number }[]>();
  for (const entry of entries) {
    const key = keyOf(entry.functionId, null);
    if (key === null) continue;
    const own = found.get(key) ?? [];
    found.set(key, own);
    own.push({ at: entry.at, count: countOf(entry) });
  }
  return new Map([...found].map(([key, own]) => [key, new Times(own)]));
}

function runsByGroup(
  { rows, runRows, runsBefore }: History,
  minutes: ReadonlyMap<string, GroupMinutes>,
  keyOf: KeyOf,
): ReadonlyMap<string, LastRun> {
  const ofGroups =
    runRows === rows ? minutes : minutesByGroup(runRows, (functionId) => keyOf(functionId, null));
  const before = new Map<string, number>();
  for (const { functionId, at } of runsBefore) {
    const key = keyOf(functionId, null);
    if (key !== null) before.set(key, Math.max(at, before.get(key) ?? 0));
  }
  const keys = new Set([...ofGroups.keys(), ...before.keys()]);
  return new Map(
    [...keys].map((key) => [key, new LastRun(ofGroups.get(key), before.get(key) ?? null)] as const),
  );
}
