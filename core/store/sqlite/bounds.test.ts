import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDatabase } from '../../database/open';
import type { Span } from '../../model/telemetry';
import { batch, DAY, invocation, lambda, log, MS, span, T0_MS, T0_NS, testPrice } from '../contract/fixtures';
import { prepareLogs } from './query-logs';
import { createResourceTable } from './resource-table';
import { MOST_SPANS_OF_A_TRACE } from './span-table';
import { temporaryDatabase } from './temporary-database';
import { createSqliteWriter } from './writer';

const traceId = (number: number) => number.toString(16).padStart(32, '0');
const spanId = (number: number) => number.toString(16).padStart(16, '0');

describe('the work of one batch is bounded', () => {
  let databaseFile: string;
  let remove: () => void;
  let db: Database.Database;
  /** The statements since the last reset, with their values. */
  let run: string[];

  beforeEach(() => {
    ({ databaseFile, remove } = temporaryDatabase());
    run = [];
    db = new Database(databaseFile, { verbose: (sql) => run.push(String(sql)) });
  });

  afterEach(() => {
    db.close();
    remove();
  });

  test('a trace takes 20,000 spans; more are refused, and those that are stored stay repeatable', async () => {
    const writer = createSqliteWriter(db, testPrice);
    const spans = (from: number, to: number): Span[] =>
      Array.from({ length: to - from }, (_, index) =>
        span({ traceId: traceId(1), spanId: spanId(from + index + 1) }),
      );
    const most = MOST_SPANS_OF_A_TRACE;
    expect(await writer.write(batch(spans(0, most - 1)))).toMatchObject({ spansRefused: 0 });
    expect(await writer.write(batch(spans(most - 2, most + 2)))).toMatchObject({
      spansStored: 1,
      spansRepeated: 1,
      spansRefused: 2,
    });
    expect(await writer.write(batch([...spans(0, 1), ...spans(most, most + 1)]))).toMatchObject({
      spansStored: 0,
      spansRepeated: 1,
      spansRefused: 1,
    });
    const later = span({ traceId: traceId(1), spanId: spanId(1), endNs: T0_NS + 9n * MS });
    const other = span({ traceId: traceId(2), spanId: spanId(1) });
    expect(await writer.write(batch([later, other]))).toMatchObject({ spansStored: 2, spansRefused: 0 });
    expect(db.prepare('SELECT count(*) FROM span').pluck().get()).toBe(most + 1);
  });

  test('the invocations of a trace are not read again for spans that say nothing about them', async () => {
    const writer = createSqliteWriter(db, testPrice);
    const ids = { traceId: traceId(1), parentSpanId: spanId(1) };
    await writer.write(batch([invocation({ ...ids, spanId: spanId(2) })]));
    run = [];
    await writer.write(batch([span({ ...ids, spanId: spanId(3) })]));
    expect(
      run.filter((sql) => /^SELECT .* FROM (span|invocation) .*trace_id = x?'.*ORDER BY/s.test(sql)),
    ).toEqual([]);
    expect(run.filter((sql) => /^SELECT trace_id, .* FROM invocation WHERE trace_id/s.test(sql))).toEqual([]);
    // The parent of an invocation decides about it.
    run = [];
    await writer.write(batch([span({ ...ids, parentSpanId: null, spanId: spanId(1) })]));
    expect(
      run.filter((sql) => /^SELECT trace_id, .* FROM invocation WHERE trace_id/s.test(sql)),
    ).toHaveLength(1);
    const [candidates = ''] = run.filter((sql) =>
      /^SELECT .* FROM span\s.*candidate & 1 ORDER BY/s.test(sql),
    );
    const plan = db.prepare<[], { detail: string }>(`EXPLAIN QUERY PLAN ${candidates}`).all();
    expect(plan[0]?.detail).toContain('span_candidate_idx');
  });

  test('the longest invocation is only looked for when it went and no longer one came', async () => {
    const writer = createSqliteWriter(db, testPrice);
    const lasting = (ms: bigint, set: Partial<Span> = {}) =>
      invocation({ traceId: traceId(1), spanId: spanId(1), endNs: T0_NS + ms * MS, ...set });
    const searches = () => run.filter((sql) => sql.startsWith('SELECT max(duration_ns)')).length;
    const longest = () => db.prepare('SELECT DISTINCT duration_max_ns FROM rollup').pluck().all();
    await writer.write(batch([lasting(40n), lasting(30n, { traceId: traceId(2) })]));
    await writer.write(batch([lasting(50n)]));
    expect(searches()).toBe(0);
    expect(longest()).toEqual([50_000_000]);
    await writer.write(batch([lasting(20n, { startNs: T0_NS + 40n * MS, endNs: T0_NS + 60n * MS })]));
    expect(searches()).toBeGreaterThan(0);
    expect(longest()).toEqual([30_000_000]);
  });

  test('a search for words reads only the part of the index that the time range needs', async () => {
    const writer = createSqliteWriter(db, testPrice);
    const bodies = ['word before', 'word first', 'word second', 'word after', 'word late'];
    const times = [-1000n, 10n, 20n, 100_000_000n, 15n];
    const logs = bodies.map((body, index) => log({ body, timeNs: T0_NS + (times[index] ?? 0n) * MS }));
    for (const one of logs) await writer.write(batch([], [one]));
    run = [];
    const { items } = prepareLogs(db)({ range: DAY, limit: 10, q: 'word' });
    expect(items.map(({ body }) => body)).toEqual(['word second', 'word late', 'word first']);
    const [search = ''] = run.filter((sql) => sql.includes('MATCH'));
    const plan = db.prepare<[], { detail: string }>(`EXPLAIN QUERY PLAN ${search}`).all();
    expect(plan.map(({ detail }) => detail).join('\n')).toMatch(
      /SCAN log_text VIRTUAL TABLE INDEX \d+:\S*[<>]/,
    );
    const empty = { fromMs: DAY.fromMs - 7_200_000, toMs: DAY.fromMs - 3_600_000 };
    expect(prepareLogs(db)({ range: empty, limit: 10, q: 'word' }).items).toEqual([]);
  });

  test('resources are remembered up to a number of bytes', () => {
    const resources = createResourceTable(db);
    for (let index = 0; index < 40; index += 1) {
      resources.store(lambda(`f${index}`, { text: 'x'.repeat(1024 * 1024) }));
    }
    run = [];
    for (let index = 39; index >= 0; index -= 1) resources.load(index + 1);
    expect(run.length).toBeGreaterThanOrEqual(40 - 16);
  });
});

describe('a clock in the future', () => {
  const DAY_NS = 86_400_000n * MS;
  const now = () => T0_MS;
  const version = (name: string, startNs: bigint, trace: number) =>
    invocation({
      traceId: traceId(trace),
      spanId: spanId(1),
      startNs,
      endNs: startNs + MS,
      resource: lambda('orders', { 'faas.version': name }),
    });
  const ahead = version('ahead', T0_NS + 400n * DAY_NS, 1);
  const further = version('further', T0_NS + 500n * DAY_NS, 2);
  const old = version('old', T0_NS - MS, 3);
  const current = version('current', T0_NS + MS, 4);

  const seen = async (batches: readonly (readonly Span[])[]) => {
    const { databaseFile, remove } = temporaryDatabase();
    const db = openDatabase(databaseFile);
    try {
      const writer = createSqliteWriter(db, testPrice, now);
      for (const spans of batches) await writer.write(batch(spans));
      const [row] = db
        .prepare<[], [string, bigint]>("SELECT version, last_seen_ns FROM function WHERE name = 'orders'")
        .raw()
        .safeIntegers()
        .all();
      return row;
    } finally {
      db.close();
      remove();
    }
  };

  test('takes neither facts nor last seen from the newest invocation that can be, in any order', async () => {
    const expected = ['current', current.startNs];
    expect(await seen([[ahead, further, old, current]])).toEqual(expected);
    expect(await seen([[ahead], [old], [current], [further]])).toEqual(expected);
    expect(await seen([[current], [further], [ahead], [old]])).toEqual(expected);
    expect(await seen([[further, current], [old], [ahead]])).toEqual(expected);
    const withdrawn = { ...current, endNs: current.endNs + MS, resource: lambda('elsewhere') };
    expect(await seen([[ahead], [old, current], [withdrawn]])).toEqual(['old', old.startNs]);
  });

  test('counts as long as there is nothing else', async () => {
    expect(await seen([[ahead], [further]])).toEqual(['further', further.startNs]);
    expect(await seen([[further, ahead]])).toEqual(['further', further.startNs]);
  });
});
