/** A power of two with room to spare, so that chains stay short. */
const SLOTS = 262_144;

/**
 * Finds rows of the last few invocations by a hash of their id, without an index over random ids that grows with the
 * data: two generations of open addressing in typed arrays, about 6 MB however long it runs. What it finds must be
 * compared: hashes may collide, and rows may be gone.
 */
export class RecentRows {
  private young: Generation;
  private old: Generation | null = null;
  private sinceMs: number;

  /** `isWhole`: whether the rows before the first one noted are none. */
  constructor(
    nowMs: number,
    private isWhole: boolean,
    /** How many ids each of the two generations takes, far less than there are slots. */
    private readonly size: number,
  ) {
    this.sinceMs = nowMs;
    this.young = new Generation(nowMs);
  }

  /** Whether every row that was written at or after this time is here. */
  covers(timeMs: number): boolean {
    return this.isWhole || timeMs >= this.sinceMs;
  }

  note(hash: number, row: number, nowMs: number): void {
    if (this.young.count >= this.size) {
      if (this.old !== null) {
        this.isWhole = false;
        this.sinceMs = Math.max(this.sinceMs, this.young.sinceMs);
      }
      this.old = this.young;
      this.young = new Generation(nowMs);
    }
    this.young.add(hash, row);
  }

  /** Rows whose ids may have this hash, each once. */
  find(hash: number): number[] {
    const rows = this.young.find(hash, []);
    return this.old === null ? rows : this.old.find(hash, rows);
  }
}

class Generation {
  count = 0;
  private readonly hashes = new Uint32Array(SLOTS);
  /** 0 marks a free slot: rows are counted from 1. */
  private readonly rows = new Float64Array(SLOTS);

  constructor(readonly sinceMs: number) {}

  add(hash: number, row: number): void {
    let slot = hash & (SLOTS - 1);
    while (this.rows[slot] !== 0) {
      if (this.rows[slot] === row && this.hashes[slot] === hash) return;
      slot = (slot + 1) & (SLOTS - 1);
    }
    this.hashes[slot] = hash;
    this.rows[slot] = row;
    this.count += 1;
  }

  find(hash: number, found: number[]): number[] {
    let slot = hash & (SLOTS - 1);
    for (let row = this.rows[slot] ?? 0; row !== 0; row = this.rows[slot] ?? 0) {
      if (this.hashes[slot] === hash && !found.includes(row)) found.push(row);
      slot = (slot + 1) & (SLOTS - 1);
    }
    return found;
  }
}
