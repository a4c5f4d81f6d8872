import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isFaaslensError } from '@/core/errors';
import { decompressZstd } from './zstd';

const MIB = 1024 * 1024;
const read = (name: string) =>
  new Uint8Array(readFileSync(new URL(`./testdata/${name}.zst`, import.meta.url)));
const ORDERS = Array.from({ length: 20_000 }, (_, index) => `order ${index} accepted\n`).join('');

/** Decompresses, and reports how much of the memory budget that took. */
function unpack(body: Uint8Array, maxBytes = MIB) {
  let taken = 0;
  const reservation = {
    take: (bytes: number) => {
      taken += bytes;
    },
    expect: () => {},
    release: () => {},
  };
  const out = decompressZstd(body.slice(), { reservation, maxBytes });
  return { out, taken };
}

/** A frame of handmade blocks. `header` is everything between the magic number and the blocks. */
function frame(header: readonly number[], ...blocks: readonly Uint8Array[]): Buffer {
  return Buffer.concat([Buffer.from([0x28, 0xb5, 0x2f, 0xfd, ...header]), ...blocks]);
}
function block(type: number, size: number, content: Uint8Array, last = 1): Buffer {
  const header = (size << 3) | (type << 1) | last;
  return Buffer.concat([Buffer.from([header & 0xff, (header >> 8) & 0xff, header >> 16]), content]);
}
const raw = (text: string, last = 1) => block(0, text.length, Buffer.from(text), last);
const repeat = (byte: number, times: number, last = 1) => block(1, times, Buffer.from([byte]), last);
/** No content size, a window of 1 MiB. */
const STREAM = [0x00, 0x50];
const WINDOW_OF_A_GIB = [0x00, 0xa0];

describe('zstd', () => {
  it.each(['orders-sized', 'orders-streamed'])('reads several blocks: %s', (name) => {
    const { out, taken } = unpack(read(name));
    expect(Buffer.from(out).toString()).toBe(ORDERS);
    expect(taken).toBeGreaterThanOrEqual(ORDERS.length);
  });

  it('refuses content that does not fit its checksum', () => {
    const whole = read('orders-streamed');
    expect((whole[4] ?? 0) & 0x04).toBe(0x04);
    const wrongSum = whole.slice();
    wrongSum[wrongSum.length - 1] = (wrongSum.at(-1) ?? 0) ^ 1;
    expect(() => unpack(wrongSum)).toThrowError(/checksum/);
    // XXH64 of nothing ends with 51d8e999.
    const empty = frame([0x24, 0], raw(''), Buffer.from([0x99, 0xe9, 0xd8, 0x51]));
    expect(unpack(empty).out).toHaveLength(0);
    expect(() => unpack(frame([0x24, 0], raw(''), Buffer.alloc(4)))).toThrowError(/checksum/);
  });

  it('reads several frames, empty and skippable ones too', () => {
    const skippable = Buffer.from([0x53, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3]);
    const body = Buffer.concat([
      skippable,
      frame(STREAM, raw('one ', 0), raw('two ')),
      frame([0x20, 0], raw('')),
      frame([0x20, 5], raw('three')),
      skippable,
    ]);
    expect(Buffer.from(unpack(body).out).toString()).toBe('one two three');
  });

  it('takes the memory of what comes out, not of the window that the header asks for', () => {
    const body = frame(WINDOW_OF_A_GIB, raw('small '));
    const { out, taken } = unpack(body);
    expect(Buffer.from(out).toString()).toBe('small ');
    expect(taken).toBeLessThan(1_000);
  });

  it('cuts bombs before they unpack', () => {
    const wholeBlocks = Array.from({ length: 8 }, (_, index) => repeat(0, 131_072, Number(index === 7)));
    expect(unpack(frame(STREAM, ...wholeBlocks)).out).toHaveLength(MIB);
    const bomb = Buffer.concat([frame(STREAM, ...wholeBlocks), frame(STREAM, repeat(0, 1))]);
    expect(() => unpack(bomb)).toThrowError(expect.objectContaining({ code: 'too_large' }));
    const claimed = frame([0xe0, ...Buffer.from('0000000000010000', 'hex')], raw('x'));
    expect(() => unpack(claimed)).toThrowError(expect.objectContaining({ code: 'too_large' }));
  });

  it.each([
    [
      'more blocks than the output needs',
      frame(STREAM, ...Array.from({ length: 200 }, () => raw('', 0)), raw('')),
    ],
    ['a dictionary', frame([0x21, 7, 0], raw(''))],
    ['a reserved bit', frame([0x28, 0], raw(''))],
    ['a reserved block type', frame(STREAM, block(3, 0, Buffer.alloc(0)))],
    ['a block that is too large', frame(STREAM, repeat(0, 131_073))],
    ['more than it says', frame([0x20, 1], raw('two'))],
    ['a compressed block of nonsense', frame(STREAM, block(2, 4, Buffer.from([0xff, 0xff, 0xff, 0xff])))],
    ['a checksum that is missing', frame([0x04, 0x50], raw('x'))],
    ['a skippable frame that is cut', Buffer.from([0x53, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1])],
    ['no zstd', Buffer.from('hello, world')],
  ])('refuses %s', (_name, body) => {
    expect(() => unpack(body)).toThrowError(
      expect.objectContaining({ code: 'invalid_input', message: expect.stringMatching(/not valid zstd/) }),
    );
  });

  it('survives any change of a body', () => {
    const bodies = ['traces-sized', 'traces-streamed', 'orders-sized'].map(read);
    const change = fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 }));
    fc.assert(
      fc.property(
        fc.constantFrom(...bodies),
        fc.array(change, { minLength: 1, maxLength: 6 }),
        (body, changes) => {
          const changed = body.slice();
          for (const [index, byte] of changes) changed[index % Math.min(changed.length, 200)] = byte;
          try {
            expect(unpack(changed).out.length).toBeLessThanOrEqual(MIB);
          } catch (error) {
            if (!isFaaslensError(error)) throw error;
            expect(['invalid_input', 'too_large']).toContain(error.code);
          }
        },
      ),
      { numRuns: 1_000 },
    );
  });
});
