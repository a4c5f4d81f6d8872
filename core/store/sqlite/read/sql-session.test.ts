import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { cpuMs } from '@/core/testing/cpu-ms';
import {
  batch,
  invocation,
  lambda,
  log,
  MS,
  span,
  spanId,
  T0_MS,
  T0_NS,
  testPrice,
  traceId,
} from '../../contract/fixtures';
import { openWriter } from '../../index';
import type { TelemetryWriter } from '../../store';
import { temporaryDatabase } from '../temporary-database';
import { openSqlSession, type SqlSession } from './sql-session';

const HOUR = 3_600_000n * MS;
const DOCUMENT = new URL('../../../../docs/storage.md', import.meta.url);

describe('SQL over telemetry', () => {
  let writer: TelemetryWriter;
  let session: SqlSession;
  let remove: () => void;

  beforeEach(async () => {
    const { databaseFile, remove: removeFolder } = temporaryDatabase();
    writer = await openWriter({ databaseFile }, { price: testPrice });
    session = openSqlSession(databaseFile, () => T0_MS + 3_600_000);
    remove = removeFolder;
    await writer.write(
      batch(
        [
          invocation({ traceId: traceId(1), spanId: spanId(1), endNs: T0_NS + 20n * MS }),
          span({
            traceId: traceId(1),
            spanId: spanId(2),
            parentSpanId: spanId(1),
            kind: 'client',
            name: 'GET',
            startNs: T0_NS + 1_500n,
            attributes: { 'http.response.status_code': 200, route: '/a', list: [1, 'x'] },
            events: [{ name: 'retry', timeNs: T0_NS + MS, attributes: { try: 1 } }],
          }),
          span({
            traceId: traceId(2),
            spanId: spanId(1),
            startNs: T0_NS + HOUR,
            status: 'error',
            statusMessage: 'boom',
            attributes: { 'http.response.status_code': 500, route: '/b' },
            resource: lambda('other', { 'deployment.environment.name': 'staging' }),
          }),
        ],
        [
          log({
            body: 'card declined',
            traceId: traceId(1),
            spanId: spanId(2),
            severity: 17,
            severityText: 'ERROR',
          }),
          log({ body: 'card paid', timeNs: T0_NS + HOUR, attributes: { order: 4711 } }),
        ],
      ),
    );
  });

  afterEach(async () => {
    session.close();
    await writer.close();
    remove();
  });

  const rows = (sql: string) => session.query(sql, 100).rows;

  test('groups spans by what their attributes say', () => {
    const answer = session.query(
      `SELECT attributes ->> '$."http.response.status_code"' AS code, count(*) AS spans, max(duration_ms) AS slowest
       FROM span WHERE kind <> 'server' GROUP BY code ORDER BY code`,
      10,
    );
    expect(answer).toEqual({
      columns: ['code', 'spans', 'slowest'],
      rows: [
        [200, 1, 1],
        [500, 1, 1],
      ],
      truncated: false,
    });
  });

  test('shows every column of a span, named as OpenTelemetry names it', () => {
    const { columns, rows: found } = session.query(`SELECT * FROM span WHERE span_id = '${spanId(2)}'`, 10);
    const [functionId] = rows('SELECT id FROM function')[0] ?? [];
    expect(Object.fromEntries(columns.map((name, index) => [name, found[0]?.[index]]))).toEqual({
      trace_id: traceId(1),
      span_id: spanId(2),
      parent_span_id: spanId(1),
      trace_state: '',
      name: 'GET',
      kind: 'client',
      service: 'orders',
      environment: '',
      function_id: functionId,
      function_name: 'orders',
      start_time: '2026-03-01T00:00:00.000Z',
      start_ns: (T0_NS + 1_500n).toString(),
      end_ns: (T0_NS + 1_500n + MS).toString(),
      duration_ms: 1,
      status: 'unset',
      status_message: '',
      attributes: '{"http.response.status_code":200,"route":"/a","list":[1,"x"]}',
      resource: JSON.stringify(lambda('orders').attributes),
      scope_name: '@opentelemetry/instrumentation-http',
      scope_version: '0.2.0',
      event_count: 1,
      events: '[{"name":"retry","time":"2026-03-01T00:00:00.001Z","attributes":{"try":1}}]',
      links: '[]',
    });
  });

  test('shows every column of a log record', () => {
    const { columns, rows: found } = session.query("SELECT * FROM log WHERE body = 'card declined'", 10);
    expect(Object.fromEntries(columns.map((name, index) => [name, found[0]?.[index]]))).toMatchObject({
      time: '2026-03-01T00:00:00.000Z',
      time_ns: T0_NS.toString(),
      severity: 17,
      severity_text: 'ERROR',
      body: 'card declined',
      service: 'orders',
      function_name: 'orders',
      trace_id: traceId(1),
      span_id: spanId(2),
      attributes: '{}',
      scope_name: '@faaslens/instrumentation',
    });
  });

  test('is narrowed by hidden columns: trace, time, attribute and text', () => {
    expect(rows(`SELECT span_id FROM span WHERE in_trace = '${traceId(1).toUpperCase()}'`)).toHaveLength(2);
    expect(rows("SELECT name FROM span WHERE in_trace = 'none'")).toEqual([]);
    expect(rows("SELECT status_message FROM span WHERE has_attribute = 'route=/b'")).toEqual([['boom']]);
    expect(rows("SELECT 1 FROM span WHERE has_attribute = 'http.response.status_code=500'")).toEqual([[1]]);
    expect(rows("SELECT status FROM span WHERE since = 'now-10m'")).toEqual([['error']]);
    expect(rows(`SELECT count(*) FROM span WHERE until = ${T0_MS + 1}`)).toEqual([[2]]);
    expect(rows("SELECT count(*) FROM span WHERE until = '2026-03-01T00:30:00Z' AND since = 0")).toEqual([
      [2],
    ]);
    expect(rows("SELECT body FROM log WHERE matching = 'CARD declined'")).toEqual([['card declined']]);
    expect(rows("SELECT body FROM log WHERE matching = 'card' AND since = 'now-1m'")).toEqual([
      ['card paid'],
    ]);
    expect(rows(`SELECT body FROM log WHERE in_trace = '${traceId(1)}'`)).toEqual([['card declined']]);
    expect(rows("SELECT body FROM log WHERE has_attribute = 'order=4711'")).toEqual([['card paid']]);
  });

  test('joins spans, log records and tables', () => {
    expect(
      rows(
        `SELECT s.name, l.body FROM span s JOIN log l ON l.trace_id = s.trace_id AND l.span_id = s.span_id`,
      ),
    ).toEqual([['GET', 'card declined']]);
    expect(
      rows('SELECT f.name, count(*) FROM span s JOIN function f ON f.id = s.function_id GROUP BY 1'),
    ).toEqual([['orders', 2]]);
  });

  test('shows invocations and traces with names for numbers', async () => {
    const id = '0a1b2c3d-0000-4000-8000-00000000000f';
    await writer.write(
      batch([
        invocation({
          traceId: traceId(3),
          spanId: spanId(1),
          attributes: { 'faas.invocation_id': id, 'faas.version': '7' },
        }),
      ]),
    );
    expect(
      rows(`SELECT invocation_id, trace_id, span_id, function_name, outcome, source, trigger, architecture, version,
              start_time, duration_ms, memory_mb, cost_usd, cost_precision
            FROM invocation WHERE trace_id = '${traceId(3)}'`),
    ).toEqual([
      [
        id,
        traceId(3),
        spanId(1),
        'orders',
        'ok',
        'faaslens',
        'http',
        'arm64',
        '7',
        '2026-03-01T00:00:00.000Z',
        1,
        512,
        Number(2n ** 53n + 1n) / 1e12,
        'estimated',
      ],
    ]);
    expect(
      rows(
        'SELECT root_name, environment, start_time, duration_ms, span_count, error_count FROM trace ORDER BY start_ns DESC LIMIT 1',
      ),
    ).toEqual([['work', 'staging', '2026-03-01T01:00:00.000Z', 1, 1, 1]]);
    expect(
      rows(
        'SELECT count(*) FROM invocation i JOIN span s ON s.trace_id = i.trace_id AND s.span_id = i.span_id',
      ),
    ).toEqual([[2]]);
  });

  test('shows a span that was replaced once, as it is now', async () => {
    const ids = { traceId: traceId(2), spanId: spanId(1), startNs: T0_NS + HOUR };
    await writer.write(batch([span({ ...ids, endNs: ids.startNs + 9n * MS, name: 'now' })]));
    expect(rows(`SELECT name, duration_ms FROM span WHERE in_trace = '${traceId(2)}'`)).toEqual([['now', 9]]);
    expect(rows('SELECT count(*) FROM span')).toEqual([[3]]);
  });

  test('cuts at the limit and says so', () => {
    expect(session.query('SELECT name FROM span', 2)).toMatchObject({ truncated: true });
    expect(session.query('SELECT name FROM span', 2).rows).toHaveLength(2);
    expect(session.query('SELECT name FROM span', 3)).toMatchObject({ truncated: false });
    // What was cut short does not keep the connection busy.
    expect(rows('SELECT 1')).toEqual([[1]]);
  });

  test('cuts an answer that would fill the memory', () => {
    const wide =
      'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT hex(zeroblob(500000)) FROM n';
    const answer = session.query(wide, 10_000);
    expect(answer.truncated).toBe(true);
    expect(answer.rows.length).toBeLessThan(50);
  });

  test('answers numbers beyond 2^53 as text and blobs as hex', () => {
    expect(rows("SELECT 9007199254740993, 9007199254740991, x'00ff', 1.5, NULL")).toEqual([
      ['9007199254740993', 9007199254740991, '00ff', 1.5, null],
    ]);
  });

  test('reads every table that docs/storage.md describes, but those of deletions', () => {
    const [, tables = ''] = /^## Tables$([\s\S]*?)^## /m.exec(readFileSync(DOCUMENT, 'utf8')) ?? [];
    const firstCells = [...tables.matchAll(/^\| (`[^|]*) \|/gm)].map(([, cell = '']) => cell);
    const names = firstCells.flatMap((cell) =>
      [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => String(name)),
    );
    expect(names).toContain('dependency_rollup');
    for (const name of names.filter((one) => !one.startsWith('delet')))
      expect(rows(`SELECT count(*) FROM "${name}"`), name).toHaveLength(1);
  });

  test.each([
    ['SELECT hash FROM key', 'table key cannot be read'],
    ['SELECT 1 WHERE EXISTS (SELECT 1 FROM channel)', 'table channel cannot be read'],
    ['WITH k AS (SELECT prefix FROM key) SELECT * FROM span, k', 'table key cannot be read'],
    ['SELECT count(*) FROM key', 'table key cannot be read'],
    ['DELETE FROM block', 'must be one SELECT'],
    ['WITH a AS (SELECT 1) DELETE FROM block', 'must be one SELECT'],
    ['PRAGMA journal_mode = DELETE', 'must be one SELECT'],
    ["ATTACH '/tmp/x.db' AS x", 'must be one SELECT'],
    ['SELECT 1; SELECT 2', 'more than one statement'],
    ['SELECT missing FROM span', 'no such column: missing'],
    ['SELECT 1 FROM nowhere', 'no such table: nowhere'],
    ['SELEC', 'must be one SELECT'],
    ['', 'must be one SELECT'],
    ["SELECT 1 FROM span WHERE since = 'yesterday'", 'since: must be like'],
    ["SELECT 1 FROM span WHERE has_attribute = 'route'", 'has_attribute: must be like'],
    ["SELECT 1 FROM span WHERE since > 'now-1h'", "can only be constrained by the '=' operator"],
    ["SELECT load_extension('x')", 'not authorized'],
    ["SELECT json_extract('{', '$')", 'malformed JSON'],
    ['SELECT ?', 'Too few parameter values'],
  ])('refuses %s', (sql, message) => {
    const refuse = () => session.query(sql, 10);
    expect(refuse).toThrow(expect.objectContaining({ code: 'invalid_input' }));
    expect(refuse).toThrow(message);
  });

  test('reads a comment before a statement, and a hostile one quickly', () => {
    expect(rows('/* why */ -- how\n SELECT 1')).toEqual([[1]]);
    const ms = cpuMs(() =>
      expect(() => session.query(`${'/**/'.repeat(50_000)}x`, 1)).toThrow('must be one SELECT'),
    );
    expect(ms).toBeLessThan(10_000);
  });
});
