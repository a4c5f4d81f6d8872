import type { WindowFigures } from '../figures/window-figures';
import type { GroupMinutes, MinuteColumn } from './group-minutes';
import { SlidingMaximum } from './sliding-maximum';

type Counts = WindowFigures['counts'];

const SLOTS = [
  'invocations',
  'ok',
  'error',
  'timeout',
  'oom',
  'throttled',
  'coldStarts',
  'durationSumNs',
  'costPicoUsd',
  'unpriced',
  'calls',
  'failedCalls',
] as const satisfies readonly (keyof Counts & MinuteColumn)[];

/**
 * Sums of the counters of some minutes. They stand in one row of numbers and are named only when they are asked for: a backtest
 * changes millions of them, and finding a field by its name takes as long as all the rest.
 */
export class MovingCounts implements Counts {
  private readonly sums = new Float64Array(SLOTS.length);
  private readonly columns: readonly { readonly slot: number; readonly values: Float64Array }[];
  private readonly maxima: Float64Array | undefined;
  private readonly longest = new SlidingMaximum();

  constructor(minutes: GroupMinutes) {
    this.columns = SLOTS.flatMap((name, slot) => {
      const values = minutes.column(name);
      return values === undefined ? [] : [{ slot, values }];
    });
    this.maxima = minutes.column('durationMaxNs');
  }

  /** Adds a minute, or with -1 takes it out again: those that came first leave first. */
  change(position: number, sign: 1 | -1): void {
    const { columns, sums, maxima } = this;
    for (let index = 0; index < columns.length; index += 1) {
      const column = columns[index];
      if (column === undefined) continue;
      const { slot, values } = column;
      sums[slot] = (sums[slot] ?? 0) + sign * (values[position] ?? 0);
    }
    if (maxima === undefined) return;
    if (sign === 1) this.longest.push(position, maxima[position] ?? Number.NaN);
    else this.longest.leave(position);
  }

  clear(): void {
    this.sums.fill(0);
    this.longest.clear();
  }

  get durationMaxNs(): number {
    return this.longest.value ?? 0;
  }
  get invocations(): number {
    return this.sums[0] ?? 0;
  }
  get ok(): number {
    return this.sums[1] ?? 0;
  }
  get error(): number {
    return this.sums[2] ?? 0;
  }
  get timeout(): number {
    return this.sums[3] ?? 0;
  }
  get oom(): number {
    return this.sums[4] ?? 0;
  }
  get throttled(): number {
    return this.sums[5] ?? 0;
  }
  get coldStarts(): number {
    return this.sums[6] ?? 0;
  }
  get durationSumNs(): number {
    return this.sums[7] ?? 0;
  }
  get costPicoUsd(): number {
    return this.sums[8] ?? 0;
  }
  get unpriced(): number {
    return this.sums[9] ?? 0;
  }
  get calls(): number {
    return this.sums[10] ?? 0;
  }
  get failedCalls(): number {
    return this.sums[11] ?? 0;
  }
}
