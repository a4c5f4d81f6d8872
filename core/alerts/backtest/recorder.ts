import { MINUTE_MS, type TimeRange } from '../../model/time-range';
import type { Reading } from '../conditions/reading';
import type { Observe } from '../evaluate-rule';
import type { Group } from '../groups';
import { checkReadings } from './bound';

/** What the readings of a group were, for charts: the value furthest from zero in each step. */
export interface SeriesOfGroup {
  readonly groupKey: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly stepMs: number;
  readonly points: readonly {
    readonly t: number;
    readonly value: number | null;
    readonly limit: number | null;
  }[];
}

const MOST_SERIES = 10;
const MOST_POINTS = 300;

/** The rule did not look at the group in this minute: it was not there yet, or not any more. */
export const UNSEEN = 0;
export const MISSING = 1;
export const IDLE = 2;
/** On the good side, whatever the number. */
export const HARMLESS = 3;
export const SCORED = 4;

/** The readings of one group, minute by minute; `kind` says what `score` is worth. */
export interface GroupReadings {
  readonly group: Group | null;
  readonly kind: Uint8Array;
  readonly score: Float64Array;
  readonly value: Float64Array;
  readonly limit: Float64Array;
}

/**
 * Keeps all readings of a backtest in a few bytes each.
 * @throws FaaslensError `invalid_input` from observers, when these are too many
 */
export class Recorder {
  readonly groups = new Map<string, GroupReadings>();
  private readonly length: number;

  constructor(private readonly range: TimeRange) {
    this.length = Math.max(0, Math.ceil((range.toMs - range.fromMs) / MINUTE_MS) + 1);
  }

  get groupCount(): number {
    return this.groups.size;
  }

  observerAt(at: number): Observe {
    const position = Math.floor((at - this.range.fromMs) / MINUTE_MS);
    return (group, groupKey, reading, isIdle) => {
      const own = this.groups.get(groupKey) ?? this.newGroup(groupKey, group);
      own.kind[position] = isIdle ? IDLE : kindOf(reading);
      own.score[position] = reading.score ?? Number.NaN;
      own.value[position] = reading.value ?? Number.NaN;
      own.limit[position] = reading.limit ?? Number.NaN;
    };
  }

  /** Of the group that is asked for, then of those of these episodes, in their order, then of others. */
  series(focus: string | null, episodes: readonly { readonly groupKey: string }[]): readonly SeriesOfGroup[] {
    const wanted = focus === null ? [] : [focus];
    const keys = new Set([...wanted, ...episodes.map(({ groupKey }) => groupKey), ...this.groups.keys()]);
    const stepMs = Math.max(1, Math.ceil(this.length / MOST_POINTS)) * MINUTE_MS;
    return [...keys].slice(0, MOST_SERIES).flatMap((groupKey) => {
      const readings = this.groups.get(groupKey);
      if (readings === undefined) return [];
      return {
        groupKey,
        labels: readings.group?.labels ?? {},
        stepMs,
        points: this.pointsOf(readings, stepMs),
      };
    });
  }

  private pointsOf({ value, limit }: GroupReadings, stepMs: number): SeriesOfGroup['points'] {
    const perStep = stepMs / MINUTE_MS;
    return Array.from({ length: Math.ceil(this.length / perStep) }, (_, step) => {
      let best = Number.NaN;
      let bestLimit = Number.NaN;
      for (let at = step * perStep; at < Math.min(this.length, (step + 1) * perStep); at += 1) {
        const one = value[at] ?? Number.NaN;
        if (Number.isNaN(one) || Math.abs(one) <= Math.abs(best)) continue;
        best = one;
        bestLimit = limit[at] ?? Number.NaN;
      }
      return { t: this.range.fromMs + step * stepMs, value: orNull(best), limit: orNull(bestLimit) };
    });
  }

  private newGroup(groupKey: string, group: Group | null): GroupReadings {
    checkReadings(this.groups.size + 1, this.length);
    const made = {
      group,
      kind: new Uint8Array(this.length),
      score: new Float64Array(this.length).fill(Number.NaN),
      value: new Float64Array(this.length).fill(Number.NaN),
      limit: new Float64Array(this.length).fill(Number.NaN),
    };
    this.groups.set(groupKey, made);
    return made;
  }
}

function kindOf({ point, score }: Reading): number {
  if (point === 'missing') return MISSING;
  return score === null ? HARMLESS : SCORED;
}

function orNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
