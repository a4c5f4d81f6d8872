import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromCode, fromIdValue, SOURCE_CODES, toCode, toIdValue } from './values';

describe('what invocation rows hold', () => {
  test('an id in the usual spelling of a UUID takes 16 bytes, every id reads back as it was', () => {
    const uuid = '0f8fad5b-d9cb-469f-a165-70867728950e';
    expect(toIdValue(uuid)).toHaveLength(16);
    for (const other of [uuid.toUpperCase(), `${uuid} `, uuid.replaceAll('-', ''), '']) {
      expect(toIdValue(other)).toBe(other);
    }
    const ids = fc.oneof(fc.uuid(), fc.string(), fc.constant(null));
    fc.assert(fc.property(ids, (id) => fromIdValue(toIdValue(id)) === id));
  });

  test('a known word is its position, any other word itself', () => {
    expect(toCode(SOURCE_CODES, 'faaslens')).toBe(0n);
    expect(toCode(SOURCE_CODES, 'of tomorrow')).toBe('of tomorrow');
    for (const word of [...SOURCE_CODES, 'of tomorrow', null]) {
      expect(fromCode(SOURCE_CODES, toCode(SOURCE_CODES, word))).toBe(word);
    }
  });
});
