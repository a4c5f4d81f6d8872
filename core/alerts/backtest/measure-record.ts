import type { FigureName } from '../../model/alerts/figures';
import { MINUTE_MS } from '../../model/time-range';
import type { Look } from '../conditions/looks';
import type { FigureFactsOfGroup } from '../figures/figure-value';
import type { IsCounted } from '../figures/is-counted';
import { type Measures, measured } from '../figures/measures';
import { samplesOf } from '../figures/window-figures';
import type { GroupMinutes } from './group-minutes';
import { SlidingWindow } from './sliding-window';
import type { Times } from './times';

/** A group's past, and what its figures depend on beside it. */
export interface GroupPast {
  /** Missing when nothing ever happened. */
  readonly minutes: GroupMinutes | undefined;
  /** Attempts that were throttled; missing when nobody counted them. */
  readonly throttled: Times | undefined;
  readonly group: FigureFactsOfGroup;
  readonly isCounted: IsCounted;
}

/**
 * What windows showed at the minutes at which they ended, each worked out once and kept for as long as a rule looks back:
 * what is the figure now is the figure of a week ago after a week.
 */
class MeasureRecord {
  private readonly sliding: readonly SlidingWindow[];
  /** Rings: a minute's place is its number, modulo their length. */
  private readonly values: Float64Array;
  private readonly samples: Float64Array;
  private readonly seen: Uint8Array;

  constructor(
    private readonly figure: FigureName,
    private readonly windows: Look['windows'],
    private readonly past: GroupPast,
    /** The next minute to be recorded. */
    private next: number,
    longestBack: number,
  ) {
    this.sliding = windows(0).map(() => new SlidingWindow(past.minutes));
    this.values = new Float64Array(longestBack + 1);
    this.samples = new Float64Array(longestBack + 1);
    this.seen = new Uint8Array(longestBack + 1);
  }

  /** Brings `into` to what the windows that end in this minute showed; whether anything was seen in any of them. */
  read(minute: number, into: Measures, look: number): boolean {
    while (this.next <= minute) this.record(this.next++);
    const place = minute % this.values.length;
    into.values[look] = this.values[place] ?? Number.NaN;
    into.samples[look] = this.samples[place] ?? 0;
    return this.seen[place] === 1;
  }

  private record(minute: number): void {
    const { throttled, group, isCounted } = this.past;
    const ranges = this.windows(minute * MINUTE_MS);
    let seen = 0;
    let counted = true;
    for (let index = 0; index < this.sliding.length; index += 1) {
      const range = ranges[index];
      const window = this.sliding[index];
      if (range === undefined || window === undefined) continue;
      if (!isCounted(range)) counted = false;
      window.moveTo(range);
      if (throttled !== undefined) window.throttledAttempts = throttled.countWithin(range);
      if (samplesOf(window) > 0) seen = 1;
    }
    const place = minute % this.values.length;
    this.values[place] = counted
      ? measured(this.figure, this.sliding, ranges[0]?.toMs ?? 0, group)
      : Number.NaN;
    this.samples[place] = counted ? samplesOf(this.sliding[0]) : 0;
    this.seen[place] = seen;
  }
}

/** What a rule's looks show of one group, at one minute after another. */
export class RecordedLooks {
  readonly measures: Measures;
  /** Whether anything was seen by any of the looks. */
  isSeen = false;
  private readonly records: readonly { readonly record: MeasureRecord; readonly back: number }[];

  /** `first` is the first minute that is asked for. */
  constructor(figure: FigureName, looks: readonly Look[], past: GroupPast, first: number) {
    this.measures = { values: new Float64Array(looks.length), samples: new Float64Array(looks.length) };
    const shared = new Map<Look['windows'], MeasureRecord>();
    this.records = looks.map(({ windows, backMs }) => {
      const sharing = looks.filter((one) => one.windows === windows);
      const longest = integer(Math.max(...sharing.map((one) => one.backMs)) / MINUTE_MS);
      const known = shared.get(windows);
      const record = known ?? new MeasureRecord(figure, windows, past, integer(first) - longest, longest);
      shared.set(windows, record);
      return { record, back: integer(backMs / MINUTE_MS) };
    });
  }

  moveTo(minute: number): void {
    const now = integer(minute);
    let seen = false;
    for (let look = 0; look < this.records.length; look += 1) {
      const one = this.records[look];
      if (one?.record.read(now - one.back, this.measures, look)) seen = true;
    }
    this.isSeen = seen;
  }
}

/**
 * A whole number of minutes as the machine's integer: divisions make floating-point numbers, whose remainders, by which places
 * in rings are found, take ten times as long.
 */
function integer(minutes: number): number {
  return minutes | 0;
}
