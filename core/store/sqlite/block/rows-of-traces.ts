/** Which rows of a block are of which trace, without looking through all of them for each. */
export class RowsOfTraces {
  private readonly starts: Int32Array;
  private readonly rows: Int32Array;

  /** `traceIndex`: of each row the position of its trace among so many, or -1. */
  constructor(traceIndex: Int32Array, traces: number) {
    this.starts = new Int32Array(traces + 1);
    for (const trace of traceIndex)
      if (trace >= 0) this.starts[trace + 1] = (this.starts[trace + 1] ?? 0) + 1;
    for (let trace = 0; trace < traces; trace += 1)
      this.starts[trace + 1] = (this.starts[trace + 1] ?? 0) + (this.starts[trace] ?? 0);
    this.rows = new Int32Array(this.starts[traces] ?? 0);
    const next = this.starts.slice();
    for (let row = 0; row < traceIndex.length; row += 1) {
      const trace = traceIndex[row] ?? -1;
      if (trace < 0) continue;
      const at = next[trace] ?? 0;
      this.rows[at] = row;
      next[trace] = at + 1;
    }
  }

  /** Ascending. */
  of(trace: number): Int32Array {
    return this.rows.subarray(this.starts[trace], this.starts[trace + 1]);
  }
}
