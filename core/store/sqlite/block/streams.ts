import { type ByteReader, ByteWriter, damaged } from './bytes';

/** What a record mostly takes. */
const PACKED_BYTES = 16;
const DENSE_BYTES = 32;

/**
 * Where a block's columns go: `packed` and the text are deflated, `dense` holds bytes that would not get smaller
 * (random ids, low bits of numbers) and stays as it is.
 */
export class Sink {
  readonly packed: ByteWriter;
  readonly dense: ByteWriter;
  heap = '';

  /** For about as many records. */
  constructor(records: number) {
    this.packed = new ByteWriter(512 + records * PACKED_BYTES);
    this.dense = new ByteWriter(64 + records * DENSE_BYTES);
  }

  /** Its length in UTF-16 code units to `packed`, itself to the text. */
  text(text: string): void {
    this.packed.varint(text.length);
    this.heap += text;
  }
}

/** The same for reading, in the order of writing. */
export class Source {
  constructor(
    readonly packed: ByteReader,
    readonly dense: ByteReader,
    private readonly heap: string,
    private heapAt: number,
  ) {}

  text(): string {
    const from = this.skipText();
    return this.textFrom(from, this.heapAt);
  }

  /** Goes past a text; answers where it begins. */
  skipText(): number {
    const from = this.heapAt;
    this.heapAt += this.packed.varint();
    if (this.heapAt > this.heap.length) throw damaged('its text ends too early');
    return from;
  }

  /** Where the text that was read last ends. */
  get textEnd(): number {
    return this.heapAt;
  }

  textFrom(from: number, to: number): string {
    return this.heap.slice(from, to);
  }
}
