import type Database from 'better-sqlite3';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDatabase } from '../../database/open';
import { batch, invocation, lambda, log, spanId, testPrice, traceId } from '../contract/fixtures';
import { TRICKY_LOGS, TRICKY_SPANS } from '../contract/tricky-traces';
import { temporaryDatabase } from './temporary-database';
import { createSqliteWriter } from './writer';

const TABLES = ['function', 'function_origin', 'invocation', 'trace', 'rollup'];

/** Every row of the derived tables, and of spans and logs what does not depend on row ids. */
function tablesOf(db: Database.Database): unknown {
  const rows = (sql: string) =>
    db
      .prepare<[], unknown[]>(sql)
      .raw()
      .safeIntegers()
      .all()
      .map((row) =>
        row.map((value) => (Buffer.isBuffer(value) ? value.toString('hex') : String(value))).join('|'),
      )
      .sort();
  return {
    ...Object.fromEntries(TABLES.map((table) => [table, rows(`SELECT * FROM ${table}`)])),
    span: rows(
      `SELECT s.trace_id, s.span_id, s.start_ns, s.end_ns, s.attributes, s.candidate, r.hash
       FROM span s JOIN resource r ON r.id = s.resource_id`,
    ),
    log: rows('SELECT hash, body, origin, environment FROM log_record'),
    // The index answers the same as the bodies.
    words: rows(`SELECT body FROM log_text WHERE log_text MATCH 'same'`),
  };
}

describe('the SQLite writer', () => {
  let databaseFile: string;
  let remove: () => void;
  let db: Database.Database;

  beforeEach(() => {
    ({ databaseFile, remove } = temporaryDatabase());
    db = openDatabase(databaseFile);
  });

  afterEach(() => {
    db.close();
    remove();
  });

  test('fills the same tables with the same rows, span by span in any order as all at once', async () => {
    await createSqliteWriter(db, testPrice).write(batch(TRICKY_SPANS, TRICKY_LOGS));
    const expected = tablesOf(db);
    const shuffled = fc.shuffledSubarray([...TRICKY_SPANS], { minLength: TRICKY_SPANS.length });
    await fc.assert(
      fc.asyncProperty(shuffled, async (spans) => {
        const other = temporaryDatabase();
        const otherDb = openDatabase(other.databaseFile);
        try {
          const writer = createSqliteWriter(otherDb, testPrice);
          await writer.write(batch([], TRICKY_LOGS));
          for (const span of spans) await writer.write(batch([span]));
          expect(tablesOf(otherDb)).toEqual(expected);
        } finally {
          otherDb.close();
          other.remove();
        }
      }),
      { numRuns: 15 },
    );
  }, 120_000);

  test('a full disk is unavailable, leaves nothing of the batch, and the repeated batch is then stored', async () => {
    const writer = createSqliteWriter(db, testPrice);
    await writer.write(batch([invocation({ traceId: traceId(1), spanId: spanId(1) })]));
    const before = tablesOf(db);
    const limit = Number(db.pragma('page_count', { simple: true })) + 2;
    db.pragma(`max_page_count = ${limit}`);
    const resource = lambda('another');
    const attributes = { text: 'x'.repeat(100_000) };
    const large = batch(
      [invocation({ traceId: traceId(2), spanId: spanId(1), resource, attributes })],
      [log({ body: 'same', resource })],
    );
    await expect(writer.write(large)).rejects.toMatchObject({ code: 'unavailable' });
    expect(tablesOf(db)).toEqual(before);

    db.pragma('max_page_count = 1000000');
    expect(await writer.write(large)).toMatchObject({ spansStored: 1, logsStored: 1 });
    const services = db.prepare<[], string>('SELECT service FROM resource ORDER BY id').pluck().all();
    expect(services).toEqual(['orders', 'another']);
    const orphans = 'SELECT count(*) FROM span WHERE resource_id NOT IN (SELECT id FROM resource)';
    expect(db.prepare(orphans).pluck().get()).toBe(0);
  });

  test('a database locked by another program is unavailable', async () => {
    const writer = createSqliteWriter(db, testPrice);
    db.pragma('busy_timeout = 50');
    const other = openDatabase(databaseFile);
    other.exec('BEGIN IMMEDIATE');
    try {
      await expect(writer.write(batch([], [log({ body: 'x' })]))).rejects.toMatchObject({
        code: 'unavailable',
      });
    } finally {
      other.exec('ROLLBACK');
      other.close();
    }
    expect(await writer.write(batch([], [log({ body: 'x' })]))).toMatchObject({ logsStored: 1 });
  });
});
