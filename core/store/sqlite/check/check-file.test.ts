import { closeSync, openSync, statSync, writeSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openDatabase } from '../../../database/open';
import { batch, invocation, MS, span, spanId, T0_NS, testPrice, traceId } from '../../contract/fixtures';
import { temporaryDatabase } from '../temporary-database';
import { openSqliteWriter } from '../writer';
import { checkFile } from './check-file';

let database: ReturnType<typeof temporaryDatabase>;
beforeEach(async () => {
  database = temporaryDatabase();
  const writer = openSqliteWriter(database.databaseFile, testPrice);
  for (let number = 0; number < 40; number += 1) {
    const own = { traceId: traceId(number % 30), spanId: spanId(number) };
    const call = span({
      traceId: own.traceId,
      spanId: spanId(100 + number),
      parentSpanId: own.spanId,
      kind: 'client',
      attributes: { 'server.address': `${number % 3}.example.com` },
      endNs: T0_NS + 20n * MS,
    });
    const failed = number === 0 && { status: 'error' as const, statusMessage: 'no stock' };
    await writer.write(batch([invocation({ ...own, endNs: T0_NS + 50n * MS, ...failed }), call]));
  }
  await writer.close();
});
afterEach(() => database.remove());

function changed(sql: string): readonly string[] {
  const db = openDatabase(database.databaseFile);
  db.exec(sql);
  db.close();
  return checkFile(database.databaseFile).map(({ part, text }) => `${part}: ${text}`);
}

it('finds nothing wrong with a file that is whole, and names what it read', () => {
  const parts: string[] = [];
  expect(checkFile(database.databaseFile, (part) => parts.push(part))).toEqual([]);
  expect(parts).toEqual(['pages and indexes', 'blocks', 'texts', 'counters']);
});

it('names a block with a wrong byte, one that is missing and one that is not listed, with their times', () => {
  const [first] = changed(
    "UPDATE block SET data = CAST(substr(data, 1, 60) || x'00ff00' || substr(data, 64) AS BLOB) WHERE id = (SELECT min(id) FROM block)",
  );
  expect(first).toMatch(
    /^blocks: block \d+ \(2026-03-01T\S+Z to 2026-03-01T\S+Z\) cannot be read: .*(?:checksum|damaged)/,
  );
  expect(changed('DELETE FROM block WHERE id = (SELECT min(id) FROM block)')).toEqual([
    expect.stringMatching(/^blocks: block \d+ \(.* to .*\) is missing$/),
  ]);
  expect(changed('DELETE FROM block_meta WHERE id = (SELECT max(id) FROM block_meta)')).toContainEqual(
    expect.stringContaining('1 blocks are not listed'),
  );
});

it('names the column whose texts are missing', () => {
  const faults = changed("DELETE FROM text WHERE value = 'orders'");
  expect(faults).toContain('texts: root_name of 30 rows of trace is a text that is missing');
});

it.each(['invocations', 'ok', 'duration_sum_ns', 'cost_pico_usd', 'billed_ns', 'unpriced'])(
  'names the counter that its rows do not add up to: %s',
  (counter) => {
    const faults = changed(
      `UPDATE rollup SET ${counter} = ${counter} + 1 WHERE step_seconds = 3600 AND scope LIKE 'env:%'`,
    );
    expect(faults).toEqual([
      `counters: ${counter} of env: in steps of 3600 s is not what its invocations say`,
    ]);
  },
);

it.each([
  'waiting',
  'init',
  'telemetry',
  'request',
  'untraced',
  'error',
  'timeout',
  'oom',
  'throttled',
  'retry',
])('names the part of a cost that its rows do not add up to: %s', (part) => {
  const faults = changed(
    `UPDATE rollup SET cost_${part} = cost_${part} + 1 WHERE step_seconds = 86400 AND scope LIKE 'env:%'`,
  );
  expect(faults).toEqual([
    expect.stringMatching(`^counters: .*cost_${part}.* of env: in steps of 86400 s is not`),
  ]);
});

it('names the dependency that was not waited for as its counters say', () => {
  expect(
    changed('UPDATE dependency_rollup SET cost_pico_usd = cost_pico_usd + 1 WHERE step_seconds = 3600'),
  ).toEqual(
    [1, 2, 3].map(
      (no) =>
        `counters: calls to dependency ${no}, or the waiting for it, in steps of 3600 s are not what its invocations say`,
    ),
  );
});

it('names the size whose counters its invocations do not add up to', () => {
  const set = (to: string) => changed(`UPDATE size_rollup SET ${to} WHERE step_seconds = 86400`);
  const wrong = [
    expect.stringMatching(
      /^counters: invocations of [0-9a-f]{16} with 512 MB on arm64 in steps of 86400 s are not what its rows say$/,
    ),
  ];
  for (const sum of ['invocations', 'duration_ns', 'billed_ns', 'waited_ns', 'cost_pico_usd']) {
    expect(set(`${sum} = ${sum} + 1`), sum).toEqual(wrong);
    expect(set(`${sum} = ${sum} - 1`), sum).toEqual([]);
  }
  expect(set('max_memory_used_mb = 1')).toEqual(wrong);
});

it('names the errors whose invocations are not those that are counted', () => {
  expect(changed('DELETE FROM error_invocation')).toContainEqual(
    expect.stringMatching(/^counters: invocations with errors of [0-9a-f]{16} in one hour are not/),
  );
});

it('names a function whose counters are gone', () => {
  const faults = changed("DELETE FROM rollup WHERE step_seconds = 60 AND scope NOT LIKE 'env:%'");
  expect(faults).toContainEqual(
    expect.stringMatching(/^counters: invocations of [0-9a-f]{16} in steps of 60 s/),
  );
});

it('tells of broken pages in the words of SQLite, and reads no further', () => {
  const db = openDatabase(database.databaseFile);
  const page =
    db.prepare<[], number>("SELECT rootpage FROM sqlite_schema WHERE name = 'invocation'").pluck().get() ?? 0;
  const size = Number(db.pragma('page_size', { simple: true }));
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
  const file = openSync(database.databaseFile, 'r+');
  writeSync(file, Buffer.alloc(64, 0xab), 0, 64, (page - 1) * size + 8);
  closeSync(file);
  const faults = checkFile(database.databaseFile);
  expect(faults.length).toBeGreaterThan(0);
  expect(new Set(faults.map(({ part }) => part))).toEqual(new Set(['pages and indexes']));
});

it.each([
  ['a few pages', 40, 3],
  ['all pages but the first', 1, 1_000],
])('lists what is wrong where %s hold nonsense', (_, first, pages) => {
  const { size } = statSync(database.databaseFile);
  const handle = openSync(database.databaseFile, 'r+');
  const length = Math.min(size, (first + pages) * 8192) - first * 8192;
  writeSync(handle, Buffer.alloc(length, 0x5a), 0, length, first * 8192);
  closeSync(handle);
  const faults = checkFile(database.databaseFile);
  expect(faults).not.toEqual([]);
  expect(new Set(faults.map(({ part }) => part))).toEqual(new Set(['pages and indexes']));
});
