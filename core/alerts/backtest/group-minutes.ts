import type { DurationHistogram } from '../../model/histogram';
import type { FigureRows, InvocationFigureRows } from '../../store/alert-figures';
import { mergeRow } from '../../store/histogram-column';

export type Rows = FigureRows | InvocationFigureRows;

/** What is known of a minute as one number. */
export type MinuteColumn = keyof FigureRows['counts'] | 'memoryShare';

/**
 * The minutes of one group, oldest first, in columns of its own: a backtest goes over a million of them several times. Minutes
 * of several functions stand one behind the other. Histograms stay in the answers that history was read in.
 */
export class GroupMinutes {
  length = 0;
  private minutes = new Uint32Array(0);
  /** Where a minute's histograms are: in which of `answers`, and in which row of it. */
  private answer = new Uint32Array(0);
  private row = new Uint32Array(0);
  private readonly columns = new Map<MinuteColumn, Float64Array>();
  private readonly answers: Rows[] = [];
  private sorted = true;

  /** Adds the rows from `first` up to, but without, `end`. Each answer has the same columns. */
  append(rows: Rows, first: number, end: number): void {
    const at = this.length;
    this.length += end - first;
    if (this.length > this.minutes.length) this.grow(Math.max(this.length, 2 * this.minutes.length));
    if (this.answers.at(-1) !== rows) this.answers.push(rows);
    this.minutes.set(rows.minute.subarray(first, end), at);
    this.answer.fill(this.answers.length - 1, at, this.length);
    const { row, minutes } = this;
    for (let index = first, to = at; index < end; index += 1, to += 1) row[to] = index;
    for (const [name, values] of columnsOf(rows))
      this.columnToFill(name).set(values.subarray(first, end), at);
    this.sorted &&= isAscending(minutes, Math.max(1, at), this.length);
  }

  minuteAt(position: number): number {
    return this.minutes[position] ?? 0;
  }

  /** By position, with room behind the last one; undefined when nobody asked for it. */
  column(name: MinuteColumn): Float64Array | undefined {
    return this.columns.get(name);
  }

  /** Adds the minute's values to a histogram, or with -1 takes them out again. */
  mergeDurations(position: number, into: DurationHistogram, sign: 1 | -1): void {
    const durations = this.answers[this.answer[position] ?? 0]?.durations;
    if (durations) mergeRow(into, durations, this.row[position] ?? 0, sign);
  }

  /** As `mergeDurations`. */
  mergeInits(position: number, into: DurationHistogram, sign: 1 | -1): void {
    const rows = this.answers[this.answer[position] ?? 0];
    if (rows !== undefined && 'inits' in rows) mergeRow(into, rows.inits, this.row[position] ?? 0, sign);
  }

  /** Whether minutes have histograms. */
  get has(): { readonly durations: boolean; readonly inits: boolean } {
    const [first] = this.answers;
    return {
      durations: (first?.durations ?? null) !== null,
      inits: first !== undefined && 'inits' in first,
    };
  }

  /** Groups of several functions come function by function. */
  sort(): this {
    if (this.sorted) return this;
    const { minutes } = this;
    const order = Uint32Array.from({ length: this.length }, (_, position) => position);
    order.sort((a, b) => (minutes[a] ?? 0) - (minutes[b] ?? 0));
    const pick = (values: Uint32Array) => order.map((from) => values[from] ?? 0);
    this.minutes = pick(minutes);
    this.answer = pick(this.answer);
    this.row = pick(this.row);
    for (const [name, values] of this.columns)
      this.columns.set(
        name,
        Float64Array.from(order, (from) => values[from] ?? 0),
      );
    this.sorted = true;
    return this;
  }

  private columnToFill(name: MinuteColumn): Float64Array {
    const known = this.columns.get(name) ?? new Float64Array(this.minutes.length);
    this.columns.set(name, known);
    return known;
  }

  private grow(capacity: number): void {
    const grown = (values: Uint32Array) => {
      const more = new Uint32Array(capacity);
      more.set(values);
      return more;
    };
    this.minutes = grown(this.minutes);
    this.answer = grown(this.answer);
    this.row = grown(this.row);
    for (const [name, values] of this.columns) {
      const more = new Float64Array(capacity);
      more.set(values);
      this.columns.set(name, more);
    }
  }
}

/** Whether none of the values from `first` on is smaller than the one before it. */
function isAscending(values: Uint32Array, first: number, end: number): boolean {
  let before = values[first - 1] ?? 0;
  for (let index = first; index < end; index += 1) {
    const value = values[index] ?? 0;
    if (value < before) return false;
    before = value;
  }
  return true;
}

function columnsOf(rows: Rows): readonly (readonly [MinuteColumn, Float64Array])[] {
  const counts = Object.entries(rows.counts) as [MinuteColumn, Float64Array][];
  return 'memoryShare' in rows ? [...counts, ['memoryShare', rows.memoryShare]] : counts;
}
