import { MINUTE_MS, type TimeRange } from '../../model/time-range';
import type { FigureRows, InvocationFigureRows } from '../../store/alert-figures';
import { FigureSums, type RowsToSum } from '../figures/window-figures';

export type Rows = FigureRows | InvocationFigureRows;

/** Minutes of one group, oldest first; each names a row of one of the answers that history was read in. */
export class GroupMinutes {
  readonly minute: number[] = [];
  readonly rows: RowsToSum[] = [];
  readonly index: number[] = [];
  private sorted = true;

  push(rows: RowsToSum, index: number): void {
    const minute = rows.rows.minute[index] ?? 0;
    if (this.sorted && minute < (this.minute[this.minute.length - 1] ?? 0)) this.sorted = false;
    this.minute.push(minute);
    this.rows.push(rows);
    this.index.push(index);
  }

  /** Groups of several functions come function by function. */
  sort(): this {
    if (this.sorted) return this;
    const order = this.minute.map((_, position) => position);
    order.sort((a, b) => (this.minute[a] ?? 0) - (this.minute[b] ?? 0));
    const pick = <Value>(values: Value[], fallback: Value) => {
      const copy = [...values];
      order.forEach((from, to) => {
        values[to] = copy[from] ?? fallback;
      });
    };
    pick(this.minute, 0);
    pick(this.rows, this.rows[0] as RowsToSum);
    pick(this.index, 0);
    this.sorted = true;
    return this;
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
    const { minute } = this.minutes;
    if (from < this.from || (this.high > 0 && (minute[this.high - 1] ?? 0) >= to)) this.startAnew();
    this.from = from;
    while (this.high < minute.length && (minute[this.high] ?? 0) < to) this.add(this.high++);
    while (this.low < this.high && (minute[this.low] ?? 0) < from) this.remove(this.low++);
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
    const rows = this.minutes.rows[position];
    if (rows === undefined) return;
    const index = this.minutes.index[position] ?? 0;
    this.sums.add(rows, index);
    const durations = rows.rows.counts.durationMaxNs;
    if (durations !== undefined) this.longest.push(position, durations[index] ?? Number.NaN);
    if ('memoryShare' in rows.rows) this.fullest.push(position, rows.rows.memoryShare[index] ?? Number.NaN);
  }

  private remove(position: number): void {
    const rows = this.minutes.rows[position];
    if (rows !== undefined) this.sums.add(rows, this.minutes.index[position] ?? 0, -1);
    this.longest.leave(position);
    this.fullest.leave(position);
  }
}
