import type Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDatabase } from '../../database/open';
import { temporaryDatabase } from './temporary-database';
import { createTextTable, prepareTexts } from './text-table';

describe('texts that rows repeat', () => {
  let db: Database.Database;
  let remove: () => void;
  const rows = () => db.prepare('SELECT value FROM text ORDER BY id').pluck().all();

  beforeEach(() => {
    const temporary = temporaryDatabase();
    db = openDatabase(temporary.databaseFile);
    remove = temporary.remove;
  });
  afterEach(() => {
    db.close();
    remove();
  });

  test('are numbers from the second time on, and read back as they were', () => {
    const texts = createTextTable(db);
    const stored = ['GET /', 'GET /', 'GET /', '42', null].map((text) => texts.encode(text));
    expect(stored.map((one) => typeof one)).toEqual(['string', 'bigint', 'bigint', 'string', 'object']);
    expect(rows()).toEqual(['GET /']);
    expect(stored.map(texts.decode)).toEqual(['GET /', 'GET /', 'GET /', '42', null]);
    expect(stored.map(prepareTexts(db))).toEqual(['GET /', 'GET /', 'GET /', '42', null]);
  });

  test('keep their number when the database is opened again', () => {
    const before = createTextTable(db);
    before.encode('known');
    const number = before.encode('known');
    expect(createTextTable(db).encode('known')).toBe(number);
  });

  test('that are long stay in their rows, as do those that never come again', () => {
    const texts = createTextTable(db);
    const long = 'x'.repeat(201);
    expect([texts.encode(long), texts.encode(long)]).toEqual([long, long]);
    for (let index = 0; index < 10_000; index += 1) texts.encode(`name ${index}`);
    expect(rows()).toEqual([]);
  });

  test('lose the numbers of a transaction that was rolled back', () => {
    const texts = createTextTable(db);
    texts.encode('a');
    db.exec('BEGIN');
    const lost = texts.encode('a');
    db.exec('ROLLBACK');
    texts.forget();
    for (const text of ['b', 'b']) texts.encode(text);
    expect(texts.decode(lost)).toBe('b');
    expect(texts.decode(texts.encode('a'))).toBe('a');
  });
});
