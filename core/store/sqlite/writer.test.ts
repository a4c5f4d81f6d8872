import type Database from 'better-sqlite3';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDatabase } from '../../database/open';
import { batch, invocation, lambda, log, spanId, testPrice, traceId } from '../contract/fixtures';
import { TRICKY_LOGS, TRICKY_SPANS } from '../contract/tricky-traces';
import { contentOf } from '../derive/span-versions';
import { prepareBlockSearch } from './blocks/block-search';
import { logHash } from './blocks/log-hash';
import { temporaryDatabase } from './temporary-database';
import { winningSpans } from './trace-spans';
import { createSqliteWriter } from './writer';

/** A column "text or number", as text. */
const text = (column: string) =>
  `CASE typeof(${column}) WHEN 'integer' THEN (SELECT value FROM text WHERE id = ${column}) ELSE ${column} END`;

const QUERIES = {
  functions: `SELECT id, provider, account_id, region, environment, name, service, platform, runtime, architecture,
    memory_mb, timeout_ms, version, first_seen_ns, last_seen_ns FROM function`,
  origins: 'SELECT f.id, o.origin FROM function_origin o JOIN function f ON f.no = o.function_no',
  invocations: `SELECT f.id, o.origin, ${text('i.version')}, ${text('i.error_type')}, ${text('i.cost_note')}, i.trace_id,
    i.span_id, i.source, i.invocation_id, i.trigger, i.architecture, i.start_ns, i.duration_ns, i.init_duration_ms,
    i.reported_billed_ms, i.billed_ns, i.cold_start, i.outcome, i.error_message, i.memory_mb, i.max_memory_used_mb,
    i.cost_pico_usd, i.cost_precision
    FROM invocation i JOIN function f ON f.no = i.function_no JOIN function_origin o ON o.no = i.origin_no`,
  traces: `SELECT t.start_ns, t.trace_id, t.duration_ns, ${text('t.root_name')}, e.name, t.span_count, t.error_count,
    t.invocation_count, t.cost_pico_usd, (SELECT group_concat(id) FROM (SELECT f.id FROM function_set_member m
      JOIN function f ON f.no = m.function_no WHERE m.set_id = t.function_set_id ORDER BY f.id))
    FROM trace t JOIN environment e ON e.id = t.environment_id`,
  rollups: 'SELECT * FROM rollup',
  environments: 'SELECT name FROM environment',
};

/** Every row of the derived tables, and of spans and logs what counts; nothing that depends on numbers given. */
function contentOfTables(db: Database.Database): unknown {
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
  const search = prepareBlockSearch(db);
  const blocks = [...search.walk({})].map(({ id }) => search.load(id));
  const traceIds = [...new Set(blocks.flatMap((block) => block.traceIds()))].sort();
  const variants = db
    .prepare<[], [number, string]>(
      "SELECT no, hex(function_id) || ' ' || version || ' ' || memory_mb FROM function_variant",
    )
    .raw()
    .all();
  const namesOfVariants = new Map(variants.map(([no, name]) => [`variant:${no}`, name]));
  const named = (row: string) => row.replace(/^variant:\d+/, (scope) => namesOfVariants.get(scope) ?? scope);
  return {
    ...Object.fromEntries(Object.entries(QUERIES).map(([name, sql]) => [name, rows(sql).map(named).sort()])),
    spans: traceIds.flatMap((id) => [...winningSpans(id, blocks).values()].map(contentOf).sort()),
    logs: blocks
      .flatMap((block) => Array.from({ length: block.logCount }, (_, index) => logHash(block.logAt(index))))
      .sort(),
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
    const expected = contentOfTables(db);
    const shuffled = fc.shuffledSubarray([...TRICKY_SPANS], { minLength: TRICKY_SPANS.length });
    await fc.assert(
      fc.asyncProperty(shuffled, async (spans) => {
        const other = temporaryDatabase();
        const otherDb = openDatabase(other.databaseFile);
        try {
          const writer = createSqliteWriter(otherDb, testPrice);
          await writer.write(batch([], TRICKY_LOGS));
          for (const span of spans) await writer.write(batch([span]));
          expect(contentOfTables(otherDb)).toEqual(expected);
        } finally {
          otherDb.close();
          other.remove();
        }
      }),
      { numRuns: 15 },
    );
  });

  test('a full disk is unavailable, leaves nothing of the batch, and the repeated batch is then stored', async () => {
    const writer = createSqliteWriter(db, testPrice);
    await writer.write(batch([invocation({ traceId: traceId(1), spanId: spanId(1) })]));
    const before = contentOfTables(db);
    const limit = Number(db.pragma('page_count', { simple: true })) + 2;
    db.pragma(`max_page_count = ${limit}`);
    const resource = lambda('another');
    const attributes = { text: 'x'.repeat(100_000) };
    const large = batch(
      [invocation({ traceId: traceId(2), spanId: spanId(1), resource, attributes })],
      [log({ body: 'same', resource })],
    );
    await expect(writer.write(large)).rejects.toMatchObject({ code: 'unavailable' });
    expect(contentOfTables(db)).toEqual(before);

    db.pragma('max_page_count = 1000000');
    expect(await writer.write(large)).toMatchObject({ spansStored: 1, logsStored: 1 });
    const orphans = `SELECT count(*) FROM invocation WHERE function_no NOT IN (SELECT no FROM function)
      OR origin_no NOT IN (SELECT no FROM function_origin)`;
    expect(db.prepare(orphans).pluck().get()).toBe(0);
    expect(db.prepare('SELECT name FROM function ORDER BY no').pluck().all()).toEqual(['orders', 'another']);
  });

  test('a number that was given to a text in a batch that failed is not taken for that text afterwards', async () => {
    const writer = createSqliteWriter(db, testPrice);
    const ofVersion = (version: string, number: number, more = {}) =>
      [1, 2].map((id) =>
        invocation({
          traceId: traceId(number),
          spanId: spanId(id),
          resource: lambda('orders', { 'faas.version': version }),
          ...more,
        }),
      );
    db.pragma(`max_page_count = ${Number(db.pragma('page_count', { simple: true })) + 2}`);
    const attributes = { text: Array.from({ length: 9000 }, (_, index) => index * 7919).join() };
    const failing = batch(ofVersion('lost', 1, { attributes }));
    await expect(writer.write(failing)).rejects.toMatchObject({ code: 'unavailable' });
    db.pragma('max_page_count = 1000000');
    await writer.write(batch(ofVersion('kept', 2)));
    await writer.write(batch(ofVersion('lost', 3)));
    const versions = `SELECT DISTINCT ${text('version')} FROM invocation ORDER BY start_ns, trace_id`;
    expect(db.prepare(versions).pluck().all()).toEqual(['kept', 'lost']);
  });

  test('sums of rollups that no integer of the database holds are the largest one, in one batch and in several', async () => {
    const cost = 2n ** 62n;
    const writer = createSqliteWriter(db, () => ({
      billedDurationMs: 1,
      cost,
      precision: 'exact',
      note: null,
    }));
    const of = (...numbers: number[]) =>
      batch(numbers.map((number) => invocation({ traceId: traceId(number), spanId: spanId(number) })));
    const costs = db.prepare<[], bigint>('SELECT DISTINCT cost_pico_usd FROM rollup').pluck().safeIntegers();
    await writer.write(of(1));
    expect(costs.all()).toEqual([cost]);
    await writer.write(of(2));
    expect(costs.all()).toEqual([2n ** 63n - 1n]);
    await writer.write(of(3, 4, 5));
    expect(costs.all()).toEqual([2n ** 63n - 1n]);
    expect(db.prepare('SELECT DISTINCT invocations FROM rollup').pluck().all()).toEqual([5]);
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
