import { afterEach, beforeEach, expect, it } from 'vitest';
import { openDatabase } from '../../database/open';
import { livingMb } from '../../testing/heap';
import { createDependencyTable } from './dependencies/dependency-table';
import { temporaryDatabase } from './temporary-database';
import { createVariantTable } from './variant-table';

const FUNCTION = '0123456789abcdef';

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

/** What lives after so many short texts, each a piece of a long one, were given to it. */
function mbKeptOf(use: (text: string) => void): number {
  const before = livingMb();
  for (let number = 0; number < 60; number += 1)
    use(`one of many, and this is number ${number}`.padEnd(2 ** 20, String(number)).slice(0, 34));
  return livingMb() - before;
}

it('remembers versions, and not the texts that they are pieces of', () => {
  const variants = createVariantTable(db);
  const use = (version: string) => variants.noOf({ function_id: FUNCTION, version, memory_mb: 128n });
  expect(mbKeptOf(use)).toBeLessThan(20);
  expect(use('v1')).toBe(use('v1'));
});

it('remembers dependencies, and not the texts that they are pieces of', () => {
  const { noOf } = createDependencyTable(db);
  const use = (name: string) => noOf(FUNCTION, name, 'http');
  expect(mbKeptOf(use)).toBeLessThan(20);
  expect(use('api.example.com')).toBe(use('api.example.com'));
});
