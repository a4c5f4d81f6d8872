import { type CallColumn, FIGURE_COLUMNS, type FigureColumn } from '../alert-figures';

type Column = FigureColumn | CallColumn;
type Counts = { [Name in Column]?: Float64Array };

/** Columns that grow row by row. */
export class ColumnWriter {
  private readonly group: number[] = [];
  private readonly minute: number[] = [];
  private readonly values: number[][];

  constructor(readonly columns: readonly Column[] = FIGURE_COLUMNS) {
    this.values = columns.map(() => []);
  }

  /** `row` holds the columns' values from position `first` on. */
  add(group: number, minute: number, row: readonly unknown[], first: number): void {
    this.group.push(group);
    this.minute.push(minute);
    for (let index = 0; index < this.values.length; index += 1) {
      this.values[index]?.push(Number(row[first + index]));
    }
  }

  finish(): { readonly group: Uint32Array; readonly minute: Uint32Array; readonly counts: Counts } {
    const counts: Counts = {};
    this.columns.forEach((column, index) => {
      counts[column] = Float64Array.from(this.values[index] ?? []);
    });
    return { group: Uint32Array.from(this.group), minute: Uint32Array.from(this.minute), counts };
  }
}
