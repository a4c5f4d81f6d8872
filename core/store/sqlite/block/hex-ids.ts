/** After so many, the digits of all are made at once, or their places noted: less often than that it is dearer. */
const FEW = 16;

/** Ids of equal length as they lie in a block, as lower-case hex. */
export class HexIds {
  private asked = 0;
  private digits: string | null = null;
  private looked = 0;
  private places: ReadonlyMap<string, number> | null = null;

  constructor(
    private readonly bytes: Buffer,
    private readonly length: number,
  ) {}

  /** '' where there is none. */
  at(index: number): string {
    const from = index * this.length;
    this.asked += 1;
    if (this.digits === null && this.asked <= FEW)
      return index < 0 ? '' : this.bytes.toString('hex', from, from + this.length);
    this.digits ??= this.bytes.toString('hex');
    return this.digits.slice(from * 2, (from + this.length) * 2);
  }

  /** The index of an id, or -1; of equal ones the first. */
  indexOf(id: string): number {
    this.looked += 1;
    if (this.places === null && this.looked <= FEW) return this.search(id);
    this.places ??= new Map(
      Array.from({ length: this.count }, (_, i) => [this.at(this.count - 1 - i), this.count - 1 - i]),
    );
    return this.places.get(id) ?? -1;
  }

  private get count(): number {
    return this.bytes.length / this.length;
  }

  private search(id: string): number {
    const wanted = Buffer.from(id, 'hex');
    if (wanted.length !== this.length || id.length !== this.length * 2) return -1;
    for (let at = this.bytes.indexOf(wanted); at >= 0; at = this.bytes.indexOf(wanted, at + 1))
      if (at % this.length === 0) return at / this.length;
    return -1;
  }
}
