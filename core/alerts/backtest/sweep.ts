import type { Condition, RuleDefinition } from '../../model/alerts/rule';
import { MINUTE_MS, type TimeRange } from '../../model/time-range';
import type { Standing } from '../../settings/alert-state';
import { missing, pointOf, type Reading } from '../conditions/reading';
import { type Evaluation, evaluate, evaluateAgain, FLAP_MS } from '../evaluate';
import { ranked } from './ranked';
import { type GroupReadings, HARMLESS, IDLE, SCORED, UNSEEN } from './recorder';

/** What a rule would have done with another number. */
export interface SweepPoint extends Firings {
  /** In place of the threshold, ratio, deviations; or times the factors of a burn rate. */
  readonly number: number;
  /** Whether it is the rule's own. */
  readonly current: boolean;
}

/** The condition's own number, the side on which it breaches, and recovery as a share of the number. */
interface Dial {
  readonly number: number;
  readonly direction: 'above' | 'below';
  readonly recovery: number;
}

const QUANTILES = [0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 1];

/** How often and how long some groups would have fired. */
export interface Firings {
  readonly fired: number;
  readonly firingMs: number;
}

/** The rule's own number and those from all over what was seen, so that a person can pick one by looking; none for composites. */
export function numbersToTry(
  condition: Condition,
  groups: ReadonlyMap<string, GroupReadings>,
): readonly number[] {
  const dial = dialOf(condition);
  return dial === null ? [] : candidates([...groups.values()], dial);
}

/** What the state machine does with each of the numbers, over all of these groups. */
export function firingsOf(
  rule: RuleDefinition,
  numbers: readonly number[],
  groups: ReadonlyMap<string, GroupReadings>,
  range: TimeRange,
): readonly Firings[] {
  const dial = dialOf(rule.condition);
  if (dial === null) return [];
  return numbers.map((number) => {
    const all = [...groups.values()].map((group) => replay(rule, group, { ...dial, number }, range));
    return sum(all);
  });
}

/** Adds up what was found for several sets of groups, each in the order of the numbers. */
export function toSweep(
  condition: Condition,
  numbers: readonly number[],
  firings: readonly (readonly Firings[])[],
): readonly SweepPoint[] {
  const own = dialOf(condition)?.number;
  return numbers.map((number, index) => ({
    number,
    current: number === own,
    ...sum(firings.flatMap((of) => of[index] ?? [])),
  }));
}

function sum(all: readonly Firings[]): Firings {
  return {
    fired: all.reduce((total, { fired }) => total + fired, 0),
    firingMs: all.reduce((total, { firingMs }) => total + firingMs, 0),
  };
}

function dialOf(condition: Condition): Dial | null {
  switch (condition.kind) {
    case 'threshold':
      return dial(condition.threshold, condition.direction, condition.recovery);
    case 'change':
      return dial(condition.ratio, condition.direction, condition.recoveryRatio);
    case 'anomaly':
      return { number: condition.deviations, direction: 'above', recovery: 0.75 };
    case 'burn_rate':
      return { number: 1, direction: 'above', recovery: 1 };
    case 'composite':
      return null;
  }
}

function dial(number: number, direction: 'above' | 'below', recovery: number | null): Dial {
  return { number, direction, recovery: recovery === null || number === 0 ? 1 : recovery / number };
}

/** The rule's own number and those that were seen so often: ascending, each once. */
function candidates(groups: readonly GroupReadings[], { number, direction }: Dial): readonly number[] {
  const all = new Float64Array(groups.reduce((sum, { kind }) => sum + kind.length, 0));
  let count = 0;
  for (const { kind, score } of groups) {
    for (let position = 0; position < kind.length; position += 1) {
      const one = score[position] ?? Number.NaN;
      if (kind[position] === SCORED && Number.isFinite(one)) all[count++] = one;
    }
  }
  const seen = all.subarray(0, count);
  const positions = QUANTILES.map((share) =>
    Math.round((direction === 'above' ? share : 1 - share) * (count - 1)),
  );
  const numbers = ranked(seen, positions).flatMap((value) =>
    value === undefined ? [] : [Number(value.toPrecision(3))],
  );
  return [...new Set([number, ...numbers])].sort((a, b) => a - b);
}

function replay(
  rule: RuleDefinition,
  { kind, score }: GroupReadings,
  { number, direction, recovery }: Dial,
  range: TimeRange,
): Firings {
  const isQuiet = rule.missingData === 'ok' || rule.missingData === 'keep';
  const idle = { ...rule, missingData: 'ok' as const };
  const isAbove = direction === 'above';
  let state: Changing | null = null;
  let fired = 0;
  let firingMs = 0;
  let startedAt = 0;
  let dataAt = 0;
  const first = Math.floor(range.fromMs / MINUTE_MS) * MINUTE_MS;
  const { length } = kind;
  for (let position = 0; position < length; position += 1) {
    const seen = kind[position] ?? UNSEEN;
    if (seen === UNSEEN) continue;
    const isScored = seen === SCORED;
    const one = score[position] ?? 0;
    // Most points of most groups change nothing.
    const isBreach = isScored && (isAbove ? one > number : one < number);
    const saysNothing = !isBreach && (isQuiet || isScored || seen === HARMLESS);
    if (state === null && saysNothing) continue;
    const at = first + position * MINUTE_MS;
    // Nor do those of a group that is well, but that its last incident is forgotten.
    if (state?.status === 'ok' && isQuiet && saysNothing) {
      if (at - (state.endedAt ?? 0) >= FLAP_MS) state = null;
      continue;
    }
    const point = isScored ? pointOf(direction, one, number, recovery * number) : 'clear';
    // What goes on firing changes nothing but when there was data.
    if (state?.status === 'firing' && isScored && point !== 'clear') {
      dataAt = at;
      continue;
    }
    if (state !== null && state.dataAt < dataAt) state.dataAt = dataAt;
    const reading = readingOf(seen, one, point);
    const limits = seen === IDLE ? idle : rule;
    let evaluation: Evaluation = evaluate(limits, state, reading, at);
    if (evaluation.transition?.type === 'resolve') {
      firingMs += at - startedAt;
      evaluation = evaluateAgain(limits, state, evaluation, reading, at) ?? evaluation;
    }
    state = evaluation.next;
    if (evaluation.transition?.type === 'fire') {
      fired += 1;
      startedAt = at;
    }
  }
  const isOpen = state !== null && ['firing', 'recovering', 'nodata'].includes((state as Standing).status);
  return { fired, firingMs: firingMs + (isOpen ? range.toMs - startedAt : 0) };
}

/** Each evaluation makes one of its own, so it may be changed: to copy it takes longer than all the rest. */
type Changing = Omit<Standing, 'dataAt'> & { dataAt: number };

function readingOf(kind: number, score: number, point: Reading['point']): Reading {
  if (kind === SCORED || kind === HARMLESS) {
    return { point, value: score, limit: null, score, samples: 0, basis: null };
  }
  return missing(null, 0);
}
