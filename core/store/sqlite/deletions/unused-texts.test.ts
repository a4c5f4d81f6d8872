import type Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { openDatabase } from '../../../database/open';
import { MS, span, spanId, T0_NS, traceId } from '../../contract/fixtures';
import { temporaryDatabase } from '../temporary-database';
import { createTextTable } from '../text-table';
import { createTraceTable } from '../trace-table';
import { hexBytes } from '../values';
import { prepareUnusedTexts } from './unused-texts';

const NAMES = ['first', 'second', 'gone', 'third'];
const NOT_INVOKED = { count: 0, functionSetId: null, cost: null };

/** Five traces of each name but one, whose rows were deleted; of texts and rows a few are looked at in one piece of work. */
function someTraces(db: Database.Database) {
  const texts = createTextTable(db);
  const table = createTraceTable(db, texts);
  const said = new Map<string, string>();
  const save = (number: number, name: string): void => {
    const [id, startNs] = [traceId(number), T0_NS + BigInt(number) * MS];
    const root = span({ traceId: id, spanId: spanId(1), name, startNs });
    table.save(hexBytes(id), { startNs, durationNs: MS, root, spanCount: 1, errorCount: 0 }, 1, NOT_INVOKED);
    said.set(id, name);
  };
  for (let number = 0; number < 20; number += 1) save(100 + number, NAMES[number % NAMES.length] ?? '');
  for (const [id, name] of [...said]) {
    if (name !== 'gone') continue;
    db.prepare('DELETE FROM trace WHERE trace_id = ?').run(hexBytes(id));
    said.delete(id);
  }
  const rows = db.prepare<[], [Buffer, string]>(
    `SELECT trace_id, CASE typeof(root_name) WHEN 'integer' THEN (SELECT value FROM text WHERE id = root_name)
       ELSE root_name END FROM trace`,
  );
  return {
    unused: prepareUnusedTexts(db, texts, 3),
    save,
    said,
    stored: () =>
      new Map(
        rows
          .raw()
          .all()
          .map(([id, name]) => [id.toString('hex'), name]),
      ),
    texts: () => db.prepare<[], string>('SELECT value FROM text ORDER BY id').pluck().all(),
  };
}

it('a text goes when no row is left that refers to it, and the others stay', () => {
  const { databaseFile, remove } = temporaryDatabase();
  const db = openDatabase(databaseFile);
  const { unused, said, stored, texts } = someTraces(db);
  expect(texts()).toEqual(NAMES);
  while (unused.step());
  expect(texts()).toEqual(NAMES.filter((name) => name !== 'gone'));
  expect(stored()).toEqual(said);
  db.close();
  remove();
});

it('whatever is written meanwhile, before and behind the place that is looked at, is read back as it came', () => {
  for (let moment = 0; ; moment += 1) {
    const { databaseFile, remove } = temporaryDatabase();
    const db = openDatabase(databaseFile);
    const { unused, save, said, stored, texts } = someTraces(db);
    let step = 0;
    const writeAtItsMoment = () => {
      if (step !== moment) return;
      for (const [index, name] of ['gone', 'first', 'new', 'new'].entries()) {
        save(index, name);
        save(110 + index, name);
        save(200 + index, name);
      }
    };
    for (let more = true; more; step += 1) {
      writeAtItsMoment();
      more = unused.step();
    }
    writeAtItsMoment();
    expect(stored()).toEqual(said);
    // What comes after it is given numbers as before.
    for (let number = 300; number < 303; number += 1) save(number, 'gone');
    expect(stored()).toEqual(said);
    expect(texts()).toContain('gone');
    db.close();
    remove();
    if (moment > step) break;
  }
});
