import { expect, it } from 'vitest';
import { commonEnd, placeOf } from './place';

it('reads where frames of Node point, with or without a name', () => {
  expect(placeOf('    at async handler (/var/task/index.js:10:15)')).toEqual({
    file: '/var/task/index.js',
    line: 10,
    column: 15,
    before: '    at async handler (',
    after: ')',
  });
  expect(placeOf('    at file:///var/task/index.mjs:1:2')).toMatchObject({
    file: '/var/task/index.mjs',
    line: 1,
    column: 2,
    before: '    at ',
  });
});

it('reads no place from text, from frames without a column and from very long lines', () => {
  const none = [
    'Error: at 10:15',
    '    at <anonymous>',
    '    at f (/a.js:3)',
    '  File "a.py", line 3, in f',
    '',
  ];
  for (const line of none) expect(placeOf(line)).toBeNull();
  expect(placeOf(`    at f (/${'a'.repeat(400)}.js:1:1)`)).toBeNull();
  expect(placeOf('    at f (/a.js:0:1)')).toBeNull();
});

it('compares paths from their ends', () => {
  expect(commonEnd('/var/task/dist/index.js', 'build/dist/index.js')).toBe(2);
  expect(commonEnd('/var/task/index.js', './dist/index.js')).toBe(1);
  expect(commonEnd('/var/task/index.js', 'dist/other.js')).toBe(0);
});
