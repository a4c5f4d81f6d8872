import type { PointKind } from '../model/alerts/decision';
import type { RuleDefinition } from '../model/alerts/rule';
import { MINUTE_MS } from '../model/time-range';
import type { Standing } from '../settings/alert-state';
import type { IncidentReason } from '../settings/settings';
import type { Reading } from './conditions/reading';

export type Transition =
  | { readonly type: 'fire'; readonly reason: IncidentReason; readonly flapping: boolean }
  | { readonly type: 'resolve'; readonly reason: IncidentReason };

export interface Evaluation {
  /** Null is `ok`, with nothing to remember. */
  readonly next: Standing | null;
  readonly transition: Transition | null;
}

/** The part of a rule that the state machine follows. */
export type Limits = Pick<RuleDefinition, 'points' | 'windowMinutes' | 'missingData' | 'condition'>;

/** A firing group without data is resolved after this many windows. */
const NO_DATA_WINDOWS = 3;
/** Who fires again so soon after it was resolved is flapping: it has to be well for as long as that, then for twice as long. */
export const FLAP_MS = 30 * MINUTE_MS;
const FLAP_HOLD = FLAP_MS / MINUTE_MS;
const LONGEST_HOLD = 240;

const LETTER: Readonly<Record<PointKind, string>> = { breach: 'b', clear: 'c', held: 'h', missing: '-' };

/**
 * One step of the state machine ok -> pending -> firing -> recovering -> ok, beside which stands `nodata`. Pure, and the same
 * for the live engine and for backtests. `at` is the end of the window that was read: time is the events' time. What
 * `evaluateAgain` answers then follows at once.
 */
export function evaluate(
  limits: Limits,
  previous: Standing | null,
  reading: Reading,
  at: number,
): Evaluation {
  const asBreach = reading.point === 'missing' && limits.missingData === 'fire';
  const point = asBreach ? 'breach' : reading.point;
  const seen: Seen = {
    at,
    point,
    recent: ((previous?.recent ?? '') + LETTER[point]).slice(-limits.points.of),
    dataAt: reading.point === 'missing' ? (previous?.dataAt ?? at) : at,
    reading,
  };
  if (previous?.status === 'nodata') return silent(limits, previous, seen);
  if (previous?.status === 'firing' || previous?.status === 'recovering') return open(limits, previous, seen);
  return closed(limits, previous, seen, asBreach);
}

/** The second step at the same instant: of a group that had no data and comes back in breach. Null for any other. */
export function evaluateAgain(
  limits: Limits,
  previous: Pick<Standing, 'status'> | null,
  { next }: Evaluation,
  reading: Reading,
  at: number,
): Evaluation | null {
  if (previous?.status !== 'nodata' || next?.status !== 'pending') return null;
  return evaluate(limits, next, reading, at);
}

interface Seen {
  readonly at: number;
  readonly point: PointKind;
  readonly recent: string;
  readonly dataAt: number;
  readonly reading: Reading;
}

/** What a standing carries on from the one before. */
type Carried = Pick<Standing, 'good' | 'hold' | 'endedAt' | 'told'>;
const NOTHING = carried(0, 0, null, false);

function carried(good: number, hold: number, endedAt: number | null, told: boolean): Carried {
  return { good, hold, endedAt, told };
}

/** Named one by one: backtests make millions of them, and spreading takes ten times as long. */
function stand(status: Standing['status'], since: number, seen: Seen, kept = NOTHING): Standing {
  const { reading } = seen;
  return {
    status,
    since,
    evaluatedAt: seen.at,
    dataAt: seen.dataAt,
    value: reading.value,
    limit: reading.limit,
    samples: reading.samples,
    recent: seen.recent,
    good: kept.good,
    hold: kept.hold,
    endedAt: kept.endedAt,
    told: kept.told,
  };
}

function closed(limits: Limits, previous: Standing | null, seen: Seen, asBreach: boolean): Evaluation {
  const { at, point, recent } = seen;
  const { points, missingData, condition } = limits;
  const since = previous?.status === 'pending' ? previous.since : at;
  const ended = previous?.endedAt ?? null;
  const flapping = ended !== null && at - ended < FLAP_MS;
  const memory = flapping ? carried(0, previous?.hold ?? 0, ended, false) : NOTHING;
  if (point === 'breach' && countOf(recent, 'b') >= points.breaching) {
    const reason = asBreach ? 'no_data' : condition.kind;
    return {
      next: stand('firing', at, seen, carried(0, holdOf(limits, previous, flapping), null, false)),
      transition: { type: 'fire', reason, flapping },
    };
  }
  if (missingData === 'nodata' && isSilent(limits, recent)) {
    return {
      next: stand('nodata', at, seen, carried(0, holdOf(limits, previous, flapping), null, false)),
      transition: { type: 'fire', reason: 'no_data', flapping },
    };
  }
  const waits = countOf(recent, 'b') > 0 || (missingData === 'nodata' && point === 'missing');
  if (waits) return { next: stand('pending', since, seen, memory), transition: null };
  return { next: flapping ? stand('ok', at, seen, memory) : null, transition: null };
}

/** How many good points in a row end what fires: more each time that it comes back at once. */
function holdOf({ points }: Limits, previous: Standing | null, flapping: boolean): number {
  if (!flapping) return points.clear;
  return Math.max(points.clear, Math.min(LONGEST_HOLD, Math.max(FLAP_HOLD, 2 * (previous?.hold ?? 0))));
}

function isSilent({ points }: Limits, recent: string): boolean {
  return recent.length === points.of && countOf(recent, '-') === points.of;
}

function open(limits: Limits, previous: Standing, seen: Seen): Evaluation {
  const { at, point } = seen;
  const { hold, told } = previous;
  if (point === 'breach' || point === 'held') {
    const since = previous.status === 'firing' ? previous.since : at;
    return { next: stand('firing', since, seen, carried(0, hold, null, told)), transition: null };
  }
  if (point === 'missing') {
    const { missingData, windowMinutes } = limits;
    const isLong = at - previous.dataAt >= NO_DATA_WINDOWS * windowMinutes * MINUTE_MS;
    if (isLong && missingData !== 'keep' && missingData !== 'nodata')
      return resolve('no_data', previous, seen);
    // Neither good nor bad: who is seen only now and then could never recover if it began anew.
    const kept = carried(previous.good, hold, null, told);
    return { next: stand(previous.status, previous.since, seen, kept), transition: null };
  }
  const good = previous.good + 1;
  if (good >= hold) return resolve('recovered', previous, seen);
  const since = previous.status === 'recovering' ? previous.since : at;
  return { next: stand('recovering', since, seen, carried(good, hold, null, told)), transition: null };
}

/**
 * Who is seen only now and then is still silent between: it is back when it was not silent for as long as it must be well. Who is
 * not waited for any more is not missed any more.
 */
function silent(limits: Limits, previous: Standing, seen: Seen): Evaluation {
  const { at, point, recent } = seen;
  const { hold, told } = previous;
  if (point === 'missing' && limits.missingData === 'ok') return resolve('no_data', previous, seen);
  if (point === 'breach' && countOf(recent, 'b') >= limits.points.breaching) {
    // As before this point: the second step adds it, also when the process dies between them.
    const pending = stand('pending', at, { ...seen, recent: previous.recent });
    const next = { ...pending, evaluatedAt: previous.evaluatedAt };
    return { next, transition: { type: 'resolve', reason: 'recovered' } };
  }
  const good = isSilent(limits, recent) ? 0 : previous.good + 1;
  const isWell = point === 'clear' || point === 'held';
  if (isWell && good >= hold) return resolve('recovered', previous, seen);
  return { next: stand('nodata', previous.since, seen, carried(good, hold, null, told)), transition: null };
}

function resolve(reason: IncidentReason, previous: Standing, seen: Seen): Evaluation {
  const next = stand('ok', seen.at, { ...seen, recent: '' }, carried(0, previous.hold, seen.at, false));
  return { next, transition: { type: 'resolve', reason } };
}

function countOf(text: string, letter: string): number {
  let count = 0;
  // By numbers: a backtest counts millions of times, and taking texts apart into texts takes most of it.
  const wanted = letter.charCodeAt(0);
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) === wanted) count += 1;
  return count;
}
