/** What the writer keeps in memory of a block that no group has yet. */
export interface LiveBlock {
  readonly id: number;
  /** Ten-thousandths of what a block should hold. */
  readonly fill: number;
  /** How many tokens it has; -1 when it matches every token. */
  readonly tokens: number;
  /** Whether it was looked at for what need not be kept any longer. */
  readonly isExamined: boolean;
  readonly logT0: bigint | null;
  readonly logT1: bigint | null;
  /** `keys()` of its `BlockTokens`. */
  readonly keys: Uint32Array;
}

const FIRST_SLOTS = 1 << 12;
/** Most keys are new. */
const NONE: readonly never[] = [];

/** The blocks without a group, found by key: an open hash table from each key to the blocks that have it. */
export class LiveBlocks {
  /** By id; new blocks have greater ids, so this is their order too. */
  private readonly byId = new Map<number, LiveBlock>();
  private keys = new Uint32Array(FIRST_SLOTS);
  private places = new Uint32Array(FIRST_SLOTS);
  private blocks: (LiveBlock | null)[] = [];
  private used = 0;

  /** In ascending order of ids. */
  all(): IterableIterator<LiveBlock> {
    return this.byId.values();
  }

  get count(): number {
    return this.byId.size;
  }

  get(id: number): LiveBlock | undefined {
    return this.byId.get(id);
  }

  /** `block` must be the newest one. */
  add(block: LiveBlock): void {
    this.byId.set(block.id, block);
    this.index(block);
  }

  remove(ids: Iterable<number>): void {
    for (const id of ids) this.byId.delete(id);
    for (const [place, block] of this.blocks.entries()) {
      if (block !== null && !this.byId.has(block.id)) this.blocks[place] = null;
    }
  }

  /** The blocks that have the key. */
  find(key: number): readonly LiveBlock[] {
    let found: LiveBlock[] | null = null;
    const mask = this.keys.length - 1;
    for (let slot = key & mask; ; slot = (slot + 1) & mask) {
      const there = this.keys[slot];
      if (there === 0) return found ?? NONE;
      if (there !== key) continue;
      const block = this.blocks[this.places[slot] ?? 0];
      if (!block) continue;
      found ??= [];
      found.push(block);
    }
  }

  private index(block: LiveBlock): void {
    if ((this.used + block.keys.length) * 2 > this.keys.length) this.rebuild();
    else this.insert(block);
  }

  /** Leaves out what belongs to removed blocks, and makes room. */
  private rebuild(): void {
    const blocks = [...this.byId.values()];
    const entries = blocks.reduce((sum, { keys }) => sum + keys.length, 0);
    let slots = FIRST_SLOTS;
    while (slots < entries * 4) slots *= 2;
    if (slots === this.keys.length) this.keys.fill(0);
    else {
      this.keys = new Uint32Array(slots);
      this.places = new Uint32Array(slots);
    }
    this.blocks = [];
    this.used = 0;
    for (const block of blocks) this.insert(block);
  }

  private insert(block: LiveBlock): void {
    const place = this.blocks.push(block) - 1;
    const mask = this.keys.length - 1;
    for (const key of block.keys) {
      let slot = key & mask;
      while (this.keys[slot] !== 0) slot = (slot + 1) & mask;
      this.keys[slot] = key;
      this.places[slot] = place;
    }
    this.used += block.keys.length;
  }
}
