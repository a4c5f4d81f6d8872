import { MINUTE_MS, type TimeRange } from '../../model/time-range';
import type { FigureRows, InvocationFigureRows } from '../../store/alert-figures';
import { FigureSums, type RowsToSum } from '../figures/window-figures';

export type Rows = FigureRows | InvocationFigureRows;

const FIRST_CAPACITY = 1024;

/** Minutes of one group, oldest first; each names a row of one of the answers that history was read in. */
export class GroupMinutes {
  length = 0;
  // Plain numbers: a backtest holds a million of them.
  private minutes = new Uint32Array(FIRST_CAPACITY);
  private rows = new Uint32Array(FIRST_CAPACITY);
  private answers = new Uint32Array(FIRST_CAPACITY);
  private readonly known: RowsToSum[] = [];
  private sorted = true;

  push(rows: RowsToSum, index: number): void {
    const at = this.length++;
    if (at === this.minutes.length) this.grow();
    // Rows of one answer come one after the other.
    if (this.known[this.known.length - 1] !== rows) this.known.push(rows);
    const minute = rows.rows.minute[index] ?? 0;
    if (at > 0 && minute < (this.minutes[at - 1] ?? 0)) this.sorted = false;
    this.minutes[at] = minute;
    this.rows[at] = index;
    this.answers[at] = this.known.length - 1;
  }

  minuteAt(position: number): number {
    return this.minutes[position] ?? 0;
  }

  /** The row is `rowAt` of it. */
  answerAt(position: number): RowsToSum | undefined {
    return this.known[this.answers[position] ?? 0];
  }

  rowAt(position: number): number {
    return this.rows[position] ?? 0;
  }

  /** Groups of several functions come function by function. */
  sort(): this {
    if (this.sorted) return this;
    const { minutes } = this;
    const order = Uint32Array.from({ length: this.length }, (_, position) => position);
    order.sort((a, b) => (minutes[a] ?? 0) - (minutes[b] ?? 0));
    const pick = (values: Uint32Array) => Uint32Array.from(order, (from) => values[from] ?? 0);
    this.minutes = pick(this.minutes);
    this.rows = pick(this.rows);
    this.answers = pick(this.answers);
    this.sorted = true;
    return this;
  }

  private grow(): void {
    const grown = (values: Uint32Array) => {
      const more = new Uint32Array(values.length * 2);
      more.set(values);
      return more;
    };
    this.minutes = grown(this.minutes);
    this.rows = grown(this.rows);
    this.answers = grown(this.answers);
  }
}

const NO_MINUTES = new GroupMinutes();

/** The greatest value of a window: of positions that leave in the order in which they came. */
class SlidingMaximum {
  /** Positions whose values fall: each is the greatest of those behind it. */
  private positions: number[] = [];
  private values: number[] = [];
  private first = 0;

  push(position: number, value: number): void {
    if (Number.isNaN(value)) return;
    while (this.values.length > this.first && (this.values[this.values.length - 1] ?? 0) <= value) {
      this.values.pop();
      this.positions.pop();
    }
    this.values.push(value);
    this.positions.push(position);
  }

  leave(position: number): void {
    if (this.positions[this.first] === position) this.first += 1;
    if (this.first < 1024 || this.first * 2 < this.values.length) return;
    this.positions = this.positions.slice(this.first);
    this.values = this.values.slice(this.first);
    this.first = 0;
  }

  /** Null when there is none. */
  get value(): number | null {
    return this.values[this.first] ?? null;
  }

  clear(): void {
    this.positions = [];
    this.values = [];
    this.first = 0;
  }
}

/**
 * The sums of a window that moves over a group's minutes. Forwards it adds what comes and takes out what goes, so that a
 * month of points costs as much as a month of minutes; backwards it begins anew.
 */
export class SlidingWindow {
  readonly sums = new FigureSums();
  /** The window holds the positions from `low` up to, but without, `high`. */
  private low = 0;
  private high = 0;
  private from = Number.NEGATIVE_INFINITY;
  private readonly longest = new SlidingMaximum();
  private readonly fullest = new SlidingMaximum();

  /** Without minutes nothing ever happened. */
  constructor(private readonly minutes = NO_MINUTES) {}

  /** `sums`, which the next call changes. */
  moveTo({ fromMs, toMs }: TimeRange): FigureSums {
    const from = fromMs / MINUTE_MS;
    const to = toMs / MINUTE_MS;
    const { minutes } = this;
    if (from < this.from || (this.high > 0 && minutes.minuteAt(this.high - 1) >= to)) this.startAnew();
    this.from = from;
    while (this.high < minutes.length && minutes.minuteAt(this.high) < to) this.add(this.high++);
    while (this.low < this.high && minutes.minuteAt(this.low) < from) this.remove(this.low++);
    this.sums.counts.durationMaxNs = this.longest.value ?? 0;
    this.sums.memoryShare = this.fullest.value;
    return this.sums;
  }

  private startAnew(): void {
    this.sums.clear();
    this.longest.clear();
    this.fullest.clear();
    this.low = 0;
    this.high = 0;
  }

  private add(position: number): void {
    const rows = this.minutes.answerAt(position);
    if (rows === undefined) return;
    const index = this.minutes.rowAt(position);
    this.sums.add(rows, index);
    const durations = rows.rows.counts.durationMaxNs;
    if (durations !== undefined) this.longest.push(position, durations[index] ?? Number.NaN);
    if ('memoryShare' in rows.rows) this.fullest.push(position, rows.rows.memoryShare[index] ?? Number.NaN);
  }

  private remove(position: number): void {
    const rows = this.minutes.answerAt(position);
    if (rows !== undefined) this.sums.add(rows, this.minutes.rowAt(position), -1);
    this.longest.leave(position);
    this.fullest.leave(position);
  }
}
