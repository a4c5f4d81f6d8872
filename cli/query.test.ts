import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { type Config, loadConfig } from '@/core/config';
import { newDatabase } from '@/core/database/testing';
import {
  DAY,
  invocation,
  lambda,
  MS,
  spanId,
  T0_NS,
  testPrice,
  traceId,
} from '@/core/store/contract/fixtures';
import { openReader, openWriter } from '@/core/store/index';
import { query } from './query';
import { asCsv, asJson, asTable } from './query-text';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const database = newDatabase();
let config: Config;
let distDir = '';

beforeAll(async () => {
  const cache = join(ROOT, 'node_modules', '.cache');
  mkdirSync(cache, { recursive: true });
  distDir = mkdtempSync(join(cache, 'faaslens-query-'));
  await build({
    absWorkingDir: ROOT,
    entryPoints: ['cli/query-worker.ts'],
    outdir: distDir,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
  });
  config = { ...loadConfig({ env: {} }), databaseFile: database.file, distDir };
});
afterAll(() => {
  rmSync(distDir, { recursive: true, force: true });
  database.remove();
});
afterEach(() => {
  vi.restoreAllMocks();
});

async function run(...argv: string[]): Promise<string> {
  let text = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    text += String(chunk);
    return true;
  });
  expect(await query(argv, config)).toBe(0);
  return text;
}

it('answers rows as a table, as JSON lines and as CSV', async () => {
  const sql = "SELECT 1 AS n, 'a,b' AS text, NULL AS none FROM (SELECT count(*) FROM function)";
  expect(await run(sql)).toBe('n  text  none\n1  a,b   null\n');
  expect(await run(sql, '--json')).toBe('{"n":1,"text":"a,b","none":null}\n');
  expect(await run(sql, '--csv')).toBe('n,text,none\r\n1,"a,b",\r\n');
});

it('counts from the rows the money that the overview shows, to the last digit', async () => {
  const { file: databaseFile } = database;
  const writer = await openWriter({ databaseFile }, { price: testPrice });
  const spans = Array.from({ length: 7 }, (_, index) =>
    invocation({
      traceId: traceId(index),
      spanId: spanId(index),
      endNs: T0_NS + BigInt(index * 37) * MS,
      resource: lambda(index < 3 ? 'orders' : 'billing'),
    }),
  );
  await writer.write({ spans: [...spans, ...spans.slice(2)], logs: [] });
  await writer.close();
  const reader = await openReader({ databaseFile });
  const { cost, invocations } = await reader.totals({ range: DAY });
  await reader.close();
  const sql = 'SELECT sum(cost_pico_usd) AS cost, count(*) AS invocations FROM invocation';
  expect(await run(sql, '--csv')).toBe(`cost,invocations\r\n${cost},${invocations}\r\n`);
  expect(cost).toBeGreaterThan(2n ** 53n);
});

it('stops a statement at its deadline and says what to do', async () => {
  const endless = 'WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT count(*) FROM t';
  await expect(query([endless, '--timeout', '1'], config)).rejects.toMatchObject({
    code: 'timeout',
    message: expect.stringContaining('within 1 s'),
  });
});

it.each([
  ['DELETE FROM function', /sql: /],
  ['SELECT * FROM nowhere', /no such table: nowhere/],
])('refuses %s in the words of SQLite', async (sql, words) => {
  await expect(query([sql], config)).rejects.toThrow(words);
});

it.each([
  [[], /usage/],
  [['SELECT 1', 'SELECT 2'], /usage/],
  [['SELECT 1', '--limit', '0'], /--limit 0: give a whole number from 1 to 10000/],
  [['SELECT 1', '--json', '--csv'], /Choose one/],
  [['SELECT 1 AS n, 2 AS n', '--json'], /Two columns are called n: .* AS/],
  [['SELECT 1', '--xml'], /--xml[\s\S]*usage/],
])('says what is wrong with %j', async (argv, words) => {
  await expect(query(argv, config)).rejects.toThrow(words);
});

it('says that there are more rows than it shows', async () => {
  const told = vi.spyOn(console, 'error').mockImplementation(() => {});
  await run("SELECT value FROM json_each('[1,2,3]')", '--limit', '2');
  expect(told.mock.calls.join()).toContain('more rows than these 2');
});

it('shows control characters of telemetry instead of obeying them, and cuts what is long', () => {
  const answer = { columns: ['text'], rows: [['\u001b[31mred\u202e'], ['x'.repeat(100)]], truncated: false };
  expect(asTable(answer)).toBe(`text\n\\x1b[31mred\\u{202e}\n${'x'.repeat(79)}…\n`);
  expect(asJson(answer).split('\n')[0]).toBe('{"text":"\\u001b[31mred\u202e"}');
  expect(asCsv({ ...answer, rows: [['say "so"\n'], ['=1+1'], [-5]] })).toBe(
    'text\r\n"say ""so""\n"\r\n\'=1+1\r\n-5\r\n',
  );
});
