import type { Condition, RuleDefinition } from '../../model/alerts/rule';
import { DAY_MS, MINUTE_MS, type TimeRange } from '../../model/time-range';
import { earlierWindows, figureWindows } from '../figures/figure-value';

/** What a rule looks at: windows that end at an instant or so long before it. */
export interface Look {
  /** The windows, the one that counts its samples first. Looks with the same function see the same at the same end. */
  readonly windows: (end: number) => readonly TimeRange[];
  readonly backMs: number;
  /** When its first window begins, seen from an instant. */
  readonly begins: (at: number) => number;
}

const WEEKS = [7, 14, 21, 28];
const DAYS = [1, 2, 3, 4, 5, 6];
/** Of an anomaly's looks at what is usual so many are of earlier weeks, the furthest last; the others are of earlier days. */
export const LOOKS_AT_WEEKS = WEEKS.length;
/** What is usual is found from at most so many of them. */
export const MOST_USUAL = Math.max(WEEKS.length, DAYS.length);

/** Definitions do not change, and a backtest asks at 40,000 minutes what the same one looks at. */
const known = new WeakMap<RuleDefinition, readonly Look[]>();

/** The looks of a rule: at the figure now, then at earlier times. A burn rate looks at the long and the short window of each pair. */
export function looksOf(definition: RuleDefinition): readonly Look[] {
  const looks = known.get(definition) ?? makeLooks(definition);
  known.set(definition, looks);
  return looks;
}

function makeLooks(definition: RuleDefinition): readonly Look[] {
  const { condition } = definition;
  if (condition.kind === 'burn_rate') {
    return condition.pairs.flatMap(({ longMinutes, shortMinutes }) =>
      [longMinutes, shortMinutes].map((minutes) =>
        look(
          rememberLast((end) => [{ fromMs: end - minutes * MINUTE_MS, toMs: end }]),
          0,
        ),
      ),
    );
  }
  const windows = rememberLast((end) => figureWindows(definition, end));
  const earlier =
    definition.figure === 'cost_forecast_day'
      ? rememberLast((end) => earlierWindows(definition, end))
      : windows;
  return [look(windows, 0), ...earlierBy(condition, definition).map((backMs) => look(earlier, backMs))];
}

/** Beginnings are remembered apart: those of one look would drive out the windows of the others. */
function look(windows: Look['windows'], backMs: number): Look {
  return { windows, backMs, begins: rememberLast((at) => windows(at - backMs)[0]?.fromMs ?? 0) };
}

/** All groups of a rule look at the same windows, one group after the other. */
function rememberLast<Found>(find: (at: number) => Found): (at: number) => Found {
  let lastAt = Number.NaN;
  let last: Found | undefined;
  return (at) => {
    if (last === undefined || at !== lastAt) {
      last = find(at);
      lastAt = at;
    }
    return last;
  };
}

/** All windows that a rule looks at in one minute, one list for each of its looks. */
export function windowsOf(definition: RuleDefinition, at: number): readonly (readonly TimeRange[])[] {
  return looksOf(definition).map(({ windows, backMs }) => windows(at - backMs));
}

function earlierBy(condition: Condition, definition: RuleDefinition): readonly number[] {
  if (condition.kind === 'anomaly') return [...WEEKS, ...DAYS].map((days) => days * DAY_MS);
  if (condition.kind !== 'change') return [];
  switch (condition.against) {
    case 'previous':
      return [lengthOf(definition)];
    case 'day':
      return [DAY_MS];
    case 'week':
      return [7 * DAY_MS];
    case 'mean_7d':
      return [...DAYS, 7].map((days) => days * DAY_MS);
  }
}

/** The window before that of a day is the day before. */
function lengthOf({ figure, windowMinutes }: RuleDefinition): number {
  return figure === 'cost_day' || figure === 'cost_forecast_day' ? DAY_MS : windowMinutes * MINUTE_MS;
}
