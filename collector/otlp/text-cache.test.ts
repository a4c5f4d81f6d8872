import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeText } from './text';
import { TextCache } from './text-cache';

const read = (cache: TextCache, bytes: Buffer) => {
  const known = cache.find(bytes, 0, bytes.length);
  const text = decodeText(bytes, 0, bytes.length, 1000);
  cache.keep(text, bytes, 0, bytes.length);
  return { known, text };
};

it('gives the same string for equal bytes, and knows nothing of others', () => {
  const cache = new TextCache();
  const bytes = Buffer.from('http.request.method');
  expect(cache.find(bytes, 0, bytes.length)).toBeUndefined();
  const { text } = read(cache, bytes);
  expect(cache.find(Buffer.from('> http.request.method'), 2, 21)).toBe(text);
  expect(cache.find(Buffer.from('http.request.methoe'), 0, 19)).toBeUndefined();
  expect(cache.find(bytes, 0, 18)).toBeUndefined();
});

it('never gives another text than the bytes say, also of broken UTF-8 and NUL', () => {
  const byte = fc.constantFrom(0, 0x61, 0x62, 0xc3, 0xa9, 0xe9, 0xff, 0xf0);
  const texts = fc.array(fc.array(byte, { maxLength: 3 }), { minLength: 100, maxLength: 400 });
  fc.assert(
    fc.property(texts, (all) => {
      const cache = new TextCache();
      for (const one of all) {
        const { known, text } = read(cache, Buffer.from(one));
        if (known !== undefined) expect(known).toBe(text);
      }
    }),
  );
});

it('does not take a broken byte for the character that it would be in Latin-1', () => {
  const cache = new TextCache();
  for (let number = 0; number < 30_000; number++) {
    read(cache, Buffer.from(`${number}é`));
    const broken = Buffer.from(`${number}é`, 'latin1');
    expect(cache.find(broken, 0, broken.length)).toBeUndefined();
  }
});
