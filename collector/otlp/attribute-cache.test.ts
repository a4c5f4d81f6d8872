import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AttributeCache } from './attribute-cache';
import { decodeTraces } from './decode';
import { part, spanFields } from './testing/wire';

const bytesOf = (text: string) => new TextEncoder().encode(text);

/** Looks up the bytes within a longer buffer, then has the cache keep their meaning. */
function ask(cache: AttributeCache, text: string): unknown {
  const bytes = bytesOf(`before ${text} behind`);
  const end = bytes.length - ' behind'.length;
  const place = cache.find(bytes, 'before '.length, end);
  if (place >= 0) return [cache.keyAt(place), cache.valueAt(place)];
  cache.keep(`key of ${text}`, `value of ${text}`);
  return null;
}

const saidBy = (text: string) => [`key of ${text}`, `value of ${text}`];

describe('the cache of attributes', () => {
  test('changes nothing of what is decoded: all senders of a body get the same, lists of their own too', () => {
    const attribute = (key: string, ...value: Uint8Array[]) => part(9, part(1, key), part(2, ...value));
    const list = part(5, part(1, part(1, 'a')), part(1, part(1, 'b')));
    const own = [attribute('cloud.region', part(1, 'eu')), attribute('faas.tags', list)];
    const body = part(1, part(2, part(2, spanFields(), ...own)));
    const sent = [1, 2, 3, 4].map(() => decodeTraces(body, 'protobuf', 1n).spans[0]?.attributes);
    for (const attributes of sent) {
      expect(attributes).toEqual({ 'cloud.region': 'eu', 'faas.tags': ['a', 'b'] });
    }
    expect(new Set(sent.map((attributes) => attributes?.['faas.tags'])).size).toBe(4);
  });

  test('knows an attribute from its third time on', () => {
    const cache = new AttributeCache();
    expect([1, 2, 3, 4].map(() => ask(cache, 'region=eu'))).toEqual([
      null,
      null,
      saidBy('region=eu'),
      saidBy('region=eu'),
    ]);
  });

  test('never says of bytes what others mean, whatever came before', () => {
    // Similar texts of the same length share few slots.
    const text = fc.stringMatching(/^[ab]{1,3}=[xy]{0,20}$/);
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 60 }), (texts) => {
        const cache = new AttributeCache();
        for (const one of [...texts, ...texts, ...texts]) {
          const said = ask(cache, one);
          if (said !== null) expect(said).toEqual(saidBy(one));
        }
      }),
    );
  });

  test('keeps neither lists nor maps, which would be shared, nor what is long', () => {
    const cache = new AttributeCache();
    const long = bytesOf('x'.repeat(200));
    for (let times = 0; times < 4; times += 1) {
      expect(cache.find(bytesOf('list'), 0, 4)).toBe(-1);
      cache.keep('list', ['a']);
      expect(cache.find(long, 0, long.length)).toBe(-1);
      cache.keep('long', 'x');
    }
  });

  test('does not know bytes that turned out to be broken, however often they came', () => {
    const cache = new AttributeCache();
    const broken = bytesOf('broken');
    for (let times = 0; times < 4; times += 1) expect(cache.find(broken, 0, broken.length)).toBe(-1);
    expect([1, 2, 3].map(() => ask(cache, 'whole')).at(-1)).toEqual(saidBy('whole'));
  });
});
