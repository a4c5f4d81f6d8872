import { MINUTE_MS, type TimeRange } from '../../model/time-range';
import type { FigureRows, InvocationFigureRows } from '../../store/alert-figures';
import { FigureSums } from '../figures/window-figures';

export type Rows = FigureRows | InvocationFigureRows;

/** Minutes of one group, oldest first; each names a row of one of the answers that history was read in. */
export class GroupMinutes {
  readonly minute: number[] = [];
  readonly rows: Rows[] = [];
  readonly index: number[] = [];
  private sorted = true;

  push(rows: Rows, index: number): void {
    const minute = rows.minute[index] ?? 0;
    if (minute < (this.minute.at(-1) ?? 0)) this.sorted = false;
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
    pick(this.rows, this.rows[0] as Rows);
    pick(this.index, 0);
    this.sorted = true;
    return this;
  }
}

/**
 * The sums of a window that moves over a group's minutes. Forwards it adds what comes and takes out what goes, so that a
 * month of points costs as much as a month of minutes; backwards it begins anew.
 */
export class SlidingWindow {
  private sums = new FigureSums();
  /** The window holds the positions from `low` up to, but without, `high`. */
  private low = 0;
  private high = 0;
  private from = Number.NEGATIVE_INFINITY;

  constructor(private readonly minutes: GroupMinutes) {}

  /** Valid until the next call. */
  moveTo({ fromMs, toMs }: TimeRange): FigureSums {
    const from = fromMs / MINUTE_MS;
    const to = toMs / MINUTE_MS;
    const { minute } = this.minutes;
    if (from < this.from || (this.high > 0 && (minute[this.high - 1] ?? 0) >= to)) this.startAnew();
    this.from = from;
    while (this.high < minute.length && (minute[this.high] ?? 0) < to) this.add(this.high++);
    let lostMaximum = false;
    while (this.low < this.high && (minute[this.low] ?? 0) < from)
      lostMaximum = this.remove(this.low++) || lostMaximum;
    if (lostMaximum) this.findMaxima();
    return this.sums;
  }

  private startAnew(): void {
    this.sums = new FigureSums();
    this.low = 0;
    this.high = 0;
  }

  private add(position: number): void {
    const rows = this.minutes.rows[position];
    if (rows !== undefined) this.sums.add(rows, this.minutes.index[position] ?? 0);
  }

  /** @returns whether it may have been the greatest */
  private remove(position: number): boolean {
    const rows = this.minutes.rows[position];
    const index = this.minutes.index[position] ?? 0;
    if (rows === undefined) return false;
    this.sums.add(rows, index, -1);
    return this.sums.mayBeMaximum(rows, index);
  }

  private findMaxima(): void {
    this.sums.forgetMaxima();
    for (let position = this.low; position < this.high; position += 1) {
      const rows = this.minutes.rows[position];
      if (rows !== undefined) this.sums.addMaxima(rows, this.minutes.index[position] ?? 0);
    }
  }
}
