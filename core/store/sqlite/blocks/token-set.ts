const FIRST_SLOTS = 1 << 10;
/** More are given back when the set is emptied. */
const MOST_SLOTS = 1 << 16;

/** A set of tokens (whole numbers from 1 to 2^32 - 1) that is filled and emptied over and over. */
export class TokenSet {
  private slots = new Uint32Array(FIRST_SLOTS);
  private list = new Uint32Array(FIRST_SLOTS / 2);
  private count = 0;

  get size(): number {
    return this.count;
  }

  add(token: number): void {
    const mask = this.slots.length - 1;
    let slot = token & mask;
    for (;;) {
      const found = this.slots[slot];
      if (found === token) return;
      if (found === 0) break;
      slot = (slot + 1) & mask;
    }
    this.slots[slot] = token;
    this.list[this.count] = token;
    this.count += 1;
    if (this.count === this.list.length) this.grow();
  }

  /** The tokens in ascending order. */
  sorted(): Uint32Array {
    return this.list.slice(0, this.count).sort();
  }

  clear(): void {
    if (this.slots.length > MOST_SLOTS) {
      this.slots = new Uint32Array(FIRST_SLOTS);
      this.list = new Uint32Array(FIRST_SLOTS / 2);
    } else {
      this.slots.fill(0);
    }
    this.count = 0;
  }

  private grow(): void {
    const tokens = this.list.subarray(0, this.count);
    this.slots = new Uint32Array(this.slots.length * 2);
    this.list = new Uint32Array(this.slots.length / 2);
    this.count = 0;
    for (const token of tokens) this.add(token);
  }
}
