/** The greatest value of a window: of positions that leave in the order in which they came. */
export class SlidingMaximum {
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
