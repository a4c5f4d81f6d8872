import fc from 'fast-check';
import { expect, it } from 'vitest';
import { xxh64 } from './xxh64';

const [P1, P2, P3, P4, P5] = [
  0x9e3779b185ebca87n,
  0xc2b2ae3d27d4eb4fn,
  0x165667b19e3779f9n,
  0x85ebca77c2b2ae63n,
  0x27d4eb2f165667c5n,
];
const cut = (value: bigint) => BigInt.asUintN(64, value);
const rotate = (value: bigint, bits: bigint) => cut((value << bits) | (value >> (64n - bits)));
const round = (lane: bigint, input: bigint) => cut(rotate(cut(lane + input * P2), 31n) * P1);

/** The algorithm written as in its specification. */
function specified(bytes: Buffer): bigint {
  let [hash, at] = [P5, 0];
  if (bytes.length >= 32) {
    let [a, b, c, d] = [cut(P1 + P2), P2, 0n, cut(-P1)];
    for (; at + 32 <= bytes.length; at += 32) {
      a = round(a, bytes.readBigUInt64LE(at));
      b = round(b, bytes.readBigUInt64LE(at + 8));
      c = round(c, bytes.readBigUInt64LE(at + 16));
      d = round(d, bytes.readBigUInt64LE(at + 24));
    }
    hash = cut(rotate(a, 1n) + rotate(b, 7n) + rotate(c, 12n) + rotate(d, 18n));
    for (const lane of [a, b, c, d]) hash = cut((hash ^ round(0n, lane)) * P1 + P4);
  }
  hash = cut(hash + BigInt(bytes.length));
  for (; at + 8 <= bytes.length; at += 8)
    hash = cut(rotate(hash ^ round(0n, bytes.readBigUInt64LE(at)), 27n) * P1 + P4);
  if (at + 4 <= bytes.length) {
    hash = cut(rotate(hash ^ cut(BigInt(bytes.readUInt32LE(at)) * P1), 23n) * P2 + P3);
    at += 4;
  }
  for (; at < bytes.length; at += 1)
    hash = cut(rotate(hash ^ cut(BigInt(bytes.readUInt8(at)) * P5), 11n) * P1);
  hash = cut((hash ^ (hash >> 33n)) * P2);
  hash = cut((hash ^ (hash >> 29n)) * P3);
  return hash ^ (hash >> 32n);
}

const whole = (bytes: Uint8Array) => {
  const { hi, lo } = xxh64(bytes);
  return (BigInt(hi) << 32n) | BigInt(lo);
};

it.each([
  ['', 0xef46db3751d8e999n],
  ['a', 0xd24ec4f1a98c6e5bn],
  ['abc', 0x44bc2cf5ad770999n],
])('the hash of "%s" is the published one', (text, hash) => {
  expect(whole(Buffer.from(text))).toBe(hash);
});

it('is what the specification says, for bytes of any number and anywhere in their memory', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(7), (content, offset) => {
      const bytes = Buffer.concat([Buffer.alloc(offset, 0xff), content]).subarray(offset);
      expect(whole(bytes)).toBe(specified(bytes));
    }),
    { numRuns: 500 },
  );
});
