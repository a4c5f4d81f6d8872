import { damaged } from './bytes';
import { readNumbers, unzigzag, writeNumbers, zigzag } from './numbers';
import type { Sink, Source } from './streams';

/** Times in one column are near each other; one that is further away than this (about 26 days) is written in full. */
const FAR = 2 ** 51;
const FAR_WORDS = FAR / 2 ** 32;
const WORD = 2 ** 32;
/** Which half of a 64-bit element is the low one on this machine. */
const LOW = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1 ? 0 : 1;
const HIGH = 1 - LOW;

/**
 * A column of times as differences to the element of `from`, or without it to the time before (the first one to
 * `base`). Throws RangeError when one is negative or beyond 2^63 - 1.
 */
export function writeTimes(sink: Sink, times: BigInt64Array, from: BigInt64Array | bigint): void {
  const words = wordsOf(times);
  const others = wordsOf(typeof from === 'bigint' ? BigInt64Array.of(from) : from);
  const differences: number[] = [];
  const far: number[] = [];
  let low = others[LOW] ?? 0;
  let high = others[HIGH] ?? 0;
  for (let i = 0; i < times.length; i += 1) {
    if (typeof from !== 'bigint') {
      low = others[2 * i + LOW] ?? 0;
      high = others[2 * i + HIGH] ?? 0;
    }
    const thisLow = words[2 * i + LOW] ?? 0;
    const thisHigh = words[2 * i + HIGH] ?? 0;
    if (thisHigh >= 2 ** 31) throw new RangeError('a time is before 1970 or after 2262');
    const difference = (thisHigh - high) * WORD + (thisLow - low);
    if (Math.abs(thisHigh - high) >= FAR_WORDS) {
      far.push(i);
      differences.push(0);
      continue;
    }
    differences.push(zigzag(difference));
    low = thisLow;
    high = thisHigh;
  }
  writeNumbers(differences, sink.packed, sink.dense);
  sink.packed.varint(far.length);
  for (const i of far) {
    sink.packed.varint(i);
    sink.dense.words(words[2 * i + LOW] ?? 0, words[2 * i + HIGH] ?? 0);
  }
}

/** Reads what writeTimes wrote of as many times, from the same `from`. */
export function readTimes(source: Source, count: number, from: BigInt64Array | bigint): BigInt64Array {
  const differences = readNumbers(count, source.packed, source.dense);
  const far = readFar(source, count);
  const times = new BigInt64Array(count);
  const words = wordsOf(times);
  const others = wordsOf(typeof from === 'bigint' ? BigInt64Array.of(from) : from);
  let low = others[LOW] ?? 0;
  let high = others[HIGH] ?? 0;
  for (let i = 0; i < count; i += 1) {
    if (typeof from !== 'bigint') {
      low = others[2 * i + LOW] ?? 0;
      high = others[2 * i + HIGH] ?? 0;
    }
    const exact = far.get(i);
    if (exact !== undefined) {
      times[i] = exact;
      continue;
    }
    const sum = low + unzigzag(differences[i] ?? 0);
    high += Math.floor(sum / WORD);
    low = sum - Math.floor(sum / WORD) * WORD;
    words[2 * i + LOW] = low;
    words[2 * i + HIGH] = high;
  }
  return times;
}

function readFar(source: Source, count: number): Map<number, bigint> {
  const far = new Map<number, bigint>();
  const many = source.packed.varint();
  if (many > count) throw damaged('it has more far times than times');
  for (let i = 0; i < many; i += 1) {
    const index = source.packed.varint();
    far.set(index, source.dense.bytes.readBigInt64LE(source.dense.skip(8)));
  }
  return far;
}

function wordsOf(times: BigInt64Array): Uint32Array {
  return new Uint32Array(times.buffer, times.byteOffset, times.length * 2);
}
