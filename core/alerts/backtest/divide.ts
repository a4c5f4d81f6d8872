import { figureFacts } from '../../model/alerts/figures';
import { MINUTE_MS } from '../../model/time-range';
import type { Rule } from '../../settings/settings';
import type { FunctionRow } from '../../store/store';
import { type AlertReader, allFunctions } from '../ask';
import { groupOf, watches } from '../groups';
import { isFromCounters } from '../questions';
import { historyRange } from './history';
import type { Part, ReplayInput } from './replay';

/** Minutes of functions: of less than a fortnight of ten another thread takes longer to start than it saves. */
const FEWEST_MINUTES = 200_000;

/**
 * Divides what a backtest looks at by its functions, so that no group has functions in two parts: the state of a group depends
 * on no other group, so parts can be replayed apart, each by a thread. At most `most` parts, the largest first; one when it
 * cannot be divided, or is not worth it.
 */
export async function divide(
  reader: AlertReader,
  { rule, range }: ReplayInput,
  most: number,
  fewestMinutes = FEWEST_MINUTES,
): Promise<readonly [Part, ...Part[]]> {
  const functions = (await allFunctions(reader)).filter((fn) => watches(rule, fn));
  const whole: Part = { functionIds: functions.map(({ id }) => id), of: 1 };
  const minutes = (range.toMs - range.fromMs) / MINUTE_MS;
  if (most < 2 || functions.length * minutes < fewestMinutes) return [whole];
  const pairs = await groupsOfFunctions(reader, rule, functions, historyRange(rule, range));
  if (pairs === null) return [whole];
  const parts: string[][] = Array.from({ length: most }, () => []);
  for (const together of connected(whole.functionIds, pairs)) {
    const smallest = parts.reduce((least, part) => (part.length < least.length ? part : least));
    smallest.push(...together);
  }
  const [largest = whole.functionIds, ...others] = parts
    .filter(({ length }) => length > 0)
    .sort((a, b) => b.length - a.length);
  const of = others.length + 1;
  return [{ functionIds: largest, of }, ...others.map((functionIds) => ({ functionIds, of }))];
}

type Pair = readonly [functionId: string, groupKey: string];

/** Which groups each function is part of; null when that is not known before everything was read, or all are one group. */
async function groupsOfFunctions(
  reader: AlertReader,
  rule: Rule,
  functions: readonly FunctionRow[],
  range: ReplayInput['range'],
): Promise<readonly Pair[] | null> {
  const { groupBy } = rule;
  if (!isFromCounters(figureFacts(rule.figure).source)) return null;
  if (groupBy === 'all' || groupBy.startsWith('attribute:')) return null;
  // Versions of two functions are two groups.
  if (groupBy === 'version') return [];
  const byId = new Map(functions.map((fn) => [fn.id, fn]));
  const seen: readonly { readonly functionId: string; readonly detail: string | null }[] =
    groupBy === 'dependency'
      ? (
          await reader.dependencyFigures({
            range,
            durations: false,
            functionIds: [...byId.keys()],
            perMinute: false,
          })
        ).groups
      : functions.map(({ id }) => ({ functionId: id, detail: null }));
  return seen.flatMap(({ functionId, detail }) => {
    const fn = byId.get(functionId);
    const group = fn === undefined ? null : groupOf(rule, fn, detail);
    return group === null ? [] : [[functionId, group.key] as const];
  });
}

/** Functions that share groups, directly or through others; the largest sets first. */
function connected(functionIds: readonly string[], pairs: readonly Pair[]): readonly (readonly string[])[] {
  const above = new Map<string, string>();
  const top = (name: string): string => {
    let at = name;
    for (let next = above.get(at); next !== undefined; next = above.get(at)) at = next;
    return at;
  };
  for (const [functionId, groupKey] of pairs) {
    const [one, other] = [top(functionId), top(`group ${groupKey}`)];
    if (one !== other) above.set(one, other);
  }
  const sets = new Map<string, string[]>();
  for (const id of functionIds) {
    const name = top(id);
    const set = sets.get(name) ?? [];
    sets.set(name, set);
    set.push(id);
  }
  return [...sets.values()].sort((a, b) => b.length - a.length);
}
