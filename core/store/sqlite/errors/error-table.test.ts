import { afterEach, beforeEach, expect, it } from 'vitest';
import { openDatabase } from '../../../database/open';
import { ErrorChanges, type GroupChange } from '../../../model/errors/changes';
import { T0 } from '../../../model/errors/testing';
import type { TraceError } from '../../../model/errors/trace-errors';
import { temporaryDatabase } from '../temporary-database';
import { createErrorTable, OTHER_ERRORS } from './error-table';

let database: ReturnType<typeof temporaryDatabase>;
let db: ReturnType<typeof openDatabase>;

beforeEach(() => {
  database = temporaryDatabase();
  db = openDatabase(database.databaseFile);
});
afterEach(() => {
  db.close();
  database.remove();
});

const error = (digit: number, set: Partial<TraceError> = {}): TraceError => ({
  fingerprint: digit.toString(16).padStart(16, '0'),
  culprit: 'load (a.js)',
  type: 'E',
  message: `no ${digit}`,
  stack: '',
  source: 'span-event',
  timeNs: T0,
  traceId: 'a'.repeat(32),
  spanId: '1',
  version: null,
  functionId: null,
  environment: '',
  invocation: null,
  cost: null,
  ...set,
});
function changes(before: readonly TraceError[], after: readonly TraceError[]): readonly GroupChange[] {
  const all = new ErrorChanges();
  all.add(before, after);
  return all.all();
}
const rows = () =>
  db
    .prepare<[], { fingerprint: Buffer; count: number }>(
      'SELECT fingerprint, count FROM error_group ORDER BY 1',
    )
    .all()
    .map(({ fingerprint, count }) => [fingerprint.toString('hex'), count]);
const hours = () => db.prepare<[], number>('SELECT count(*) FROM error_hour').pluck().get();

it('counts what is more than so many kinds of errors together, and takes it back from there', () => {
  const table = createErrorTable(db, 3);
  const six = [1, 2, 3, 4, 5, 6].map((digit) => error(digit));
  table.apply(changes([], six));
  const three = [1, 2, 3].map((digit) => [error(digit).fingerprint, 1]);
  expect(rows()).toEqual([...three, [OTHER_ERRORS, 3]]);
  table.apply(changes([error(5), error(2)], []));
  expect(rows()).toEqual([three[0], three[2], [OTHER_ERRORS, 2]]);
  table.apply(changes([error(4), error(6)], []));
  expect(rows()).toEqual([three[0], three[2]]);
  table.apply(changes([error(1), error(3)], []));
  expect([rows(), hours()]).toEqual([[], 0]);
});

it('keeps a group that is the one of all others from asking for what no block can tell', () => {
  const table = createErrorTable(db, 0);
  const many = Array.from({ length: 100 }, (_, n) => error(n, { timeNs: T0 + BigInt(n), traceId: `${n}` }));
  const apply = (all: readonly GroupChange[]) => db.transaction(() => table.apply(all))();
  apply(many.flatMap((one) => changes([], [one])));
  expect(apply(many.slice(20).flatMap((one) => changes([one], [])))).toEqual([]);
  expect(rows()).toEqual([[OTHER_ERRORS, 20]]);
});

it('says of which groups so many errors were taken back that some must be looked up again', () => {
  const table = createErrorTable(db);
  const many = Array.from({ length: 100 }, (_, n) => error(1, { timeNs: T0 + BigInt(n), traceId: `${n}` }));
  const apply = (all: readonly GroupChange[]) => db.transaction(() => table.apply(all))();
  apply(many.flatMap((one) => changes([], [one])));
  const lost = apply(many.slice(20).flatMap((one) => changes([one], [])));
  expect(lost).toMatchObject([{ fingerprint: error(1).fingerprint, type: 'E' }]);
});
