import { DurationHistogram } from '../../model/histogram';
import { MINUTE_MS, type TimeRange } from '../../model/time-range';
import { durationMsOf, initMsOf, type WindowFigures } from '../figures/window-figures';
import { GroupMinutes } from './group-minutes';
import { MovingCounts } from './moving-counts';
import { SlidingMaximum } from './sliding-maximum';

const NO_MINUTES = new GroupMinutes();

/**
 * The figures of a window that moves over a group's minutes. Forwards it adds what comes and takes out what goes, so that a
 * month of points costs as much as a month of minutes; backwards it begins anew. The same as `FigureSums` of its rows.
 */
export class SlidingWindow implements WindowFigures {
  readonly counts: MovingCounts;
  throttledAttempts: number | null = null;
  /** The window holds the positions from `low` up to, but without, `high`. */
  private low = 0;
  private high = 0;
  private from = Number.NEGATIVE_INFINITY;
  private readonly fullest = new SlidingMaximum();
  private readonly shares: Float64Array | undefined;
  private readonly durations: DurationHistogram | null;
  private readonly inits: DurationHistogram | null;

  /** Without minutes nothing ever happened. */
  constructor(private readonly minutes = NO_MINUTES) {
    this.counts = new MovingCounts(minutes);
    this.shares = minutes.column('memoryShare');
    this.durations = minutes.has.durations ? new DurationHistogram() : null;
    this.inits = minutes.has.inits ? new DurationHistogram() : null;
  }

  moveTo({ fromMs, toMs }: TimeRange): void {
    const from = fromMs / MINUTE_MS;
    const to = toMs / MINUTE_MS;
    const { minutes } = this;
    if (from < this.from || (this.high > 0 && minutes.minuteAt(this.high - 1) >= to)) this.startAnew();
    this.from = from;
    while (this.high < minutes.length && minutes.minuteAt(this.high) < to) this.change(this.high++, 1);
    while (this.low < this.high && minutes.minuteAt(this.low) < from) this.change(this.low++, -1);
  }

  get memoryShare(): number | null {
    return this.fullest.value;
  }

  durationMs(q: number): number | null {
    return durationMsOf(this.durations, this.counts, q);
  }

  initMs(q: number): number | null {
    return initMsOf(this.inits, q);
  }

  private startAnew(): void {
    this.counts.clear();
    this.fullest.clear();
    this.durations?.clear();
    this.inits?.clear();
    this.low = 0;
    this.high = 0;
  }

  private change(position: number, sign: 1 | -1): void {
    const { minutes, durations, inits, shares } = this;
    this.counts.change(position, sign);
    if (durations !== null) minutes.mergeDurations(position, durations, sign);
    if (inits !== null) minutes.mergeInits(position, inits, sign);
    if (shares === undefined) return;
    if (sign === 1) this.fullest.push(position, shares[position] ?? Number.NaN);
    else this.fullest.leave(position);
  }
}
