import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDatabase } from '../../database/open';
import type { Span } from '../../model/telemetry';
import { batch, invocation, lambda, MS, span, T0_MS, T0_NS, testPrice } from '../contract/fixtures';
import { temporaryDatabase } from './temporary-database';
import { MOST_SPANS_OF_A_TRACE } from './trace-spans';
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
    expect(db.prepare('SELECT span_count FROM trace ORDER BY span_count').pluck().all()).toEqual([1, most]);
  });

  test('the rows of a trace are looked for only until all are found, those that can be invocations first', async () => {
    const writer = createSqliteWriter(db, testPrice);
    const at = (id: number): Span =>
      span({
        traceId: traceId(1),
        spanId: spanId(id),
        parentSpanId: spanId(90),
        startNs: T0_NS - BigInt(id),
      });
    const root = invocation({ traceId: traceId(1), spanId: spanId(90), startNs: T0_NS - 100n });
    await writer.write(batch([...[1, 2, 3, 4, 5].map(at), root]));
    const lookUps = () => run.filter((sql) => /^SELECT i\.id.* WHERE i\.start_ns = /s.test(sql));
    run = [];
    await writer.write(batch([at(6)]));
    expect(lookUps()).toHaveLength(1);
    const [one = ''] = lookUps();
    const plan = db.prepare<[], { detail: string }>(`EXPLAIN QUERY PLAN ${one}`).all();
    expect(plan[0]?.detail).toContain('invocation_start_ns_idx');
    // A trace without invocations has none to be looked for.
    await writer.write(batch([span({ traceId: traceId(2), spanId: spanId(1) })]));
    run = [];
    await writer.write(batch([span({ traceId: traceId(2), spanId: spanId(2) })]));
    expect(lookUps()).toEqual([]);
  });

  test('the longest invocation is only looked for when it went and no longer one came', async () => {
    const writer = createSqliteWriter(db, testPrice);
    const lasting = (ms: bigint, set: Partial<Span> = {}) =>
      invocation({ traceId: traceId(1), spanId: spanId(1), endNs: T0_NS + ms * MS, ...set });
    const searches = () => run.filter((sql) => sql.startsWith('SELECT max(i.duration_ns)')).length;
    const longest = () => db.prepare('SELECT DISTINCT duration_max_ns FROM rollup').pluck().all();
    await writer.write(batch([lasting(40n), lasting(30n, { traceId: traceId(2) })]));
    await writer.write(batch([lasting(50n)]));
    expect(searches()).toBe(0);
    expect(longest()).toEqual([50_000_000]);
    await writer.write(batch([lasting(20n, { startNs: T0_NS + 40n * MS, endNs: T0_NS + 60n * MS })]));
    // In the minute, for the function, its version and its environment; the hour and the day ask the minutes.
    expect(searches()).toBe(3);
    expect(longest()).toEqual([30_000_000]);
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
      const writer = createSqliteWriter(db, testPrice, { now });
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
