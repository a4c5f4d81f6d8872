/** A 64-bit word as two halves: `bigint` would take seconds for a large body. */
class Word {
  hi: number;
  lo: number;

  constructor(hi: number, lo: number) {
    // Signed 32-bit integers are stored unboxed.
    this.hi = hi | 0;
    this.lo = lo | 0;
  }

  set({ hi, lo }: Word): Word {
    this.hi = hi;
    this.lo = lo;
    return this;
  }

  add({ hi, lo }: Word): Word {
    const low = (this.lo >>> 0) + (lo >>> 0);
    this.hi = (this.hi + hi + (low > 0xffffffff ? 1 : 0)) | 0;
    this.lo = low | 0;
    return this;
  }

  xor({ hi, lo }: Word): Word {
    this.hi ^= hi;
    this.lo ^= lo;
    return this;
  }

  times({ hi, lo }: Word): Word {
    const a0 = this.lo & 0xffff;
    const a1 = this.lo >>> 16;
    const b0 = lo & 0xffff;
    const b1 = lo >>> 16;
    const middle = a1 * b0 + ((a0 * b0) >>> 16);
    const carry = (middle % 0x10000) + a0 * b1;
    const top = a1 * b1 + Math.floor(middle / 0x10000) + Math.floor(carry / 0x10000);
    this.hi = (Math.imul(this.hi, lo) + Math.imul(this.lo, hi) + top) | 0;
    this.lo = Math.imul(this.lo, lo);
    return this;
  }

  /** Rotates left by 1 to 31 bits. */
  rotate(bits: number): Word {
    const { hi, lo } = this;
    this.hi = (hi << bits) | (lo >>> (32 - bits));
    this.lo = (lo << bits) | (hi >>> (32 - bits));
    return this;
  }

  /** XORs itself with itself shifted right by 1 to 63 bits. */
  fold(bits: number): Word {
    const { hi, lo } = this;
    if (bits >= 32) this.lo ^= hi >>> (bits - 32);
    else {
      this.lo ^= (lo >>> bits) | (hi << (32 - bits));
      this.hi ^= hi >>> bits;
    }
    return this;
  }
}

const P1 = new Word(0x9e3779b1, 0x85ebca87);
const P2 = new Word(0xc2b2ae3d, 0x27d4eb4f);
const P3 = new Word(0x165667b1, 0x9e3779f9);
const P4 = new Word(0x85ebca77, 0xc2b2ae63);
const P5 = new Word(0x27d4eb2f, 0x165667c5);
const STRIPE_BYTES = 32;
const word = (): Word => new Word(0, 0);

/** XXH64 with seed 0, whose low four bytes are zstd's checksum: 64 bits as two unsigned halves. */
export function xxh64(bytes: Uint8Array): { readonly hi: number; readonly lo: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const input = word();
  const read64 = (at: number): Word => {
    input.lo = view.getInt32(at, true);
    input.hi = view.getInt32(at + 4, true);
    return input;
  };
  const round = (lane: Word, value: Word): Word => lane.add(value.times(P2)).rotate(31).times(P1);

  let at = 0;
  const hash = word();
  if (bytes.length < STRIPE_BYTES) hash.set(P5);
  else {
    const lanes = [word().set(P1).add(P2), word().set(P2), word(), word().add(negated(P1))] as const;
    for (; at + STRIPE_BYTES <= bytes.length; at += STRIPE_BYTES) {
      round(lanes[0], read64(at));
      round(lanes[1], read64(at + 8));
      round(lanes[2], read64(at + 16));
      round(lanes[3], read64(at + 24));
    }
    const copy = word();
    for (const [index, bits] of [1, 7, 12, 18].entries())
      hash.add(copy.set(lanes[index] ?? copy).rotate(bits));
    for (const lane of lanes) hash.xor(round(word(), lane)).times(P1).add(P4);
  }
  hash.add(new Word(Math.floor(bytes.length / 2 ** 32), bytes.length | 0));
  for (; at + 8 <= bytes.length; at += 8)
    hash
      .xor(round(word(), read64(at)))
      .rotate(27)
      .times(P1)
      .add(P4);
  if (at + 4 <= bytes.length) {
    hash
      .xor(new Word(0, view.getInt32(at, true)).times(P1))
      .rotate(23)
      .times(P2)
      .add(P3);
    at += 4;
  }
  for (; at < bytes.length; at += 1)
    hash
      .xor(new Word(0, view.getUint8(at)).times(P5))
      .rotate(11)
      .times(P1);
  hash.fold(33).times(P2).fold(29).times(P3).fold(32);
  return { hi: hash.hi >>> 0, lo: hash.lo >>> 0 };
}

function negated({ hi, lo }: Word): Word {
  return new Word(~hi, ~lo).add(new Word(0, 1));
}
