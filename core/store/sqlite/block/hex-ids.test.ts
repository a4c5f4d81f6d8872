import { expect, test } from 'vitest';
import { HexIds } from './hex-ids';

const COUNT = 40;
/** The bytes of an id lie across the next two, too. */
const idOf = (index: number): string => `${(index % 3) + 10}`.repeat(2) + index.toString(16).padStart(4, '0');
const all = Array.from({ length: COUNT }, (_, index) => idOf(index));
const open = () => new HexIds(Buffer.from(all.join(''), 'hex'), 4);

test('each id is told, whether few are asked for or all', () => {
  for (const [index, id] of all.entries()) expect(open().at(index)).toBe(id);
  const ids = open();
  expect(all.map((_, index) => ids.at(index))).toEqual(all);
  for (const beyond of [-1, COUNT]) {
    expect(open().at(beyond)).toBe('');
    expect(ids.at(beyond)).toBe('');
  }
});

test('each id is found, whether few are looked for or all, and nothing else is', () => {
  for (const [index, id] of all.entries()) expect(open().indexOf(id)).toBe(index);
  const ids = open();
  expect(all.map((id) => ids.indexOf(id))).toEqual(all.map((_, index) => index));
  const across = all.join('').slice(4, 12);
  for (const other of ['', 'x', 'ffffffff', `${all[0]}00`, `${all[0]}x`, across]) {
    expect(open().indexOf(other)).toBe(-1);
    expect(ids.indexOf(other)).toBe(-1);
  }
});

test('of equal ids the first is found', () => {
  const twice = new HexIds(Buffer.from([...all, ...all].join(''), 'hex'), 4);
  const found = () => all.map((id) => twice.indexOf(id));
  expect(found()).toEqual(found());
  expect(twice.indexOf(idOf(7))).toBe(7);
});
