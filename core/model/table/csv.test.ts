import { expect, it } from 'vitest';
import { csvLine, valueAt } from './csv';

it('writes cells as RFC 4180 has them, and nothing that a spreadsheet runs', () => {
  expect(csvLine(['a', 1.5, null, true, 'say "hi", twice', 'two\nlines', { a: [1] }, undefined])).toBe(
    'a,1.5,,true,"say ""hi"", twice","two\nlines","{""a"":[1]}",\r\n',
  );
  expect(csvLine(['=1+1', '+cmd', '-2', '-x', '@a', '\tb', '=HYPERLINK("x")'])).toBe(
    '\'=1+1,\'+cmd,-2,\'-x,\'@a,\'\tb,"\'=HYPERLINK(""x"")"\r\n',
  );
});

it('finds values by their path', () => {
  expect([
    valueAt({ a: { b: 1 } }, ['a', 'b']),
    valueAt({ a: null }, ['a', 'b']),
    valueAt({}, ['toString']),
  ]).toEqual([1, undefined, undefined]);
});
