import { MINUTE_MS, type TimeRange } from '../../model/time-range';
import type { Reading } from '../conditions/reading';
import type { Observe } from '../evaluate-rule';
import type { Group } from '../groups';
import { checkReadings } from './bound';

/** The rule did not look at the group in this minute: it was not there yet, or not any more. */
export const UNSEEN = 0;
export const MISSING = 1;
export const IDLE = 2;
/** On the good side, whatever the number. */
export const HARMLESS = 3;
export const SCORED = 4;

/** The readings of one group, minute by minute, in memory that threads may share; `kind` says what `score` is worth. */
export interface GroupReadings {
  readonly group: Group | null;
  readonly kind: Uint8Array;
  readonly score: Float64Array;
  readonly value: Float64Array;
  readonly limit: Float64Array;
}

/**
 * Keeps all readings of a backtest, or of one of its `parts`, in a few bytes each.
 * @throws FaaslensError `invalid_input` from observers, when these are too many
 */
export class Recorder {
  readonly groups = new Map<string, GroupReadings>();
  private readonly length: number;

  constructor(
    private readonly range: TimeRange,
    private readonly parts = 1,
  ) {
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

  private newGroup(groupKey: string, group: Group | null): GroupReadings {
    checkReadings((this.groups.size + 1) * this.parts, this.length);
    const made = {
      group,
      kind: new Uint8Array(new SharedArrayBuffer(this.length)),
      score: this.unknown(),
      value: this.unknown(),
      limit: this.unknown(),
    };
    this.groups.set(groupKey, made);
    return made;
  }

  private unknown(): Float64Array {
    const bytes = new SharedArrayBuffer(this.length * Float64Array.BYTES_PER_ELEMENT);
    return new Float64Array(bytes).fill(Number.NaN);
  }
}

function kindOf({ point, score }: Reading): number {
  if (point === 'missing') return MISSING;
  return score === null ? HARMLESS : SCORED;
}
