import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDatabase } from '../../../database/open';
import { encodeBlock } from '../block/encode';
import { openBlock } from '../block/open';
import { temporaryDatabase } from '../temporary-database';
import { prepareBlockLoader } from './block-loader';

let files: ReturnType<typeof temporaryDatabase>;
let db: ReturnType<typeof openDatabase>;
beforeEach(() => {
  files = temporaryDatabase();
  db = openDatabase(files.databaseFile);
});
afterEach(() => {
  db.close();
  files.remove();
});

const BYTES = encodeBlock({ spans: [], logs: [] });
const made = () => openBlock(BYTES);
/** Nothing is in the file: what is not in memory is missing. */
const missing = { code: 'unavailable' };

test('the blocks that were stored last are not read again', () => {
  const loader = prepareBlockLoader(db);
  const [first, second, third] = [made(), made(), made()];
  loader.adopt(1, first, BYTES.length);
  loader.adopt(2, second, BYTES.length);
  expect(loader.load(1)).toBe(first);
  loader.adopt(3, third, BYTES.length);
  loader.adopt(4, made(), BYTES.length);
  // The first is kept because it was asked for, the second is the third last.
  expect(loader.load(1)).toBe(first);
  expect(loader.read(3)).toBe(third);
  expect(() => loader.load(2)).toThrow(expect.objectContaining(missing));
});

test('after a failed transaction no block is known: its id is given again', () => {
  const loader = prepareBlockLoader(db);
  loader.adopt(1, made(), BYTES.length);
  loader.adopt(2, made(), BYTES.length);
  loader.load(1);
  loader.clear();
  for (const id of [1, 2]) expect(() => loader.load(id)).toThrow(expect.objectContaining(missing));
});

test('a block that is only read is known until another one is, and makes no other one forgotten', () => {
  const put = db.prepare('INSERT INTO block (id, data) VALUES (?, ?)');
  for (const id of [1, 2, 3]) put.run(id, BYTES);
  const loader = prepareBlockLoader(db);
  const kept = loader.load(1);
  const read = loader.read(2);
  expect(loader.read(2)).toBe(read);
  expect(loader.read(1)).toBe(kept);
  loader.read(3);
  expect(loader.read(2)).not.toBe(read);
  expect(loader.load(1)).toBe(kept);
  db.exec('DELETE FROM block');
  loader.clear();
  for (const id of [1, 2, 3]) expect(() => loader.read(id)).toThrow(expect.objectContaining(missing));
});
