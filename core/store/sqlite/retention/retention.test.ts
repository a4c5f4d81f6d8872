import { randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import { expect, it, vi } from 'vitest';
import { openDatabase } from '../../../database/open';
import { batch, invocation, MS, testPrice } from '../../contract/fixtures';
import { checkFile } from '../check/check-file';
import { temporaryDatabase } from '../temporary-database';
import { createSqliteWriter } from '../writer';

vi.setConfig({ testTimeout: 60_000 });

const NOW = Date.UTC(2026, 5, 20, 12, 30);
const HOUR_NS = 3_600_000_000_000n;
const MEGABYTE = 1_000_000;

const hex = (bytes: number) => randomBytes(bytes).toString('hex');

/** Invocations of about so many bytes, which hardly get fewer when they are compressed, so many hours ago. */
function wide(count: number, hoursAgo: number, bytes = 3000) {
  const startNs = BigInt(NOW) * 1_000_000n - BigInt(hoursAgo) * HOUR_NS;
  return batch(
    Array.from({ length: count }, () =>
      invocation({
        traceId: hex(16),
        spanId: hex(8),
        startNs,
        endNs: startNs + MS,
        attributes: { payload: randomBytes(bytes).toString('base64') },
      }),
    ),
  );
}

it('removes the oldest until the database fits, keeps the last hour, and gives the space back', async () => {
  const { databaseFile, remove } = temporaryDatabase();
  const db = openDatabase(databaseFile);
  db.pragma('synchronous = OFF');
  const now = () => NOW;
  const writer = createSqliteWriter(db, testPrice, { now, limits: { days: null, maxBytes: 12 * MEGABYTE } });
  // Few and large: what takes long is a row, and what counts here is a byte.
  for (let hoursAgo = 30; hoursAgo >= 0; hoursAgo -= 1) await writer.write(wide(12, hoursAgo, 50_000));
  const size = () => {
    db.pragma('wal_checkpoint(TRUNCATE)');
    return statSync(databaseFile).size;
  };
  expect(size()).toBeGreaterThan(20 * MEGABYTE);
  while (await writer.tidy(100));
  const left = db.prepare<[], number>('SELECT count(*) FROM invocation').pluck().get() ?? 0;
  const oldest =
    db.prepare<[], bigint>('SELECT min(start_ns) FROM invocation').pluck().safeIntegers().get() ?? 0n;
  expect(left).toBeGreaterThan(12 * 5);
  expect(left).toBeLessThan(12 * 28);
  expect(oldest).toBeGreaterThanOrEqual(writer.keptSinceNs());
  const sizes = db.prepare<[], number>('SELECT min(start_seconds) FROM size_rollup').pluck().get() ?? 0;
  expect(BigInt(sizes) * 1_000_000_000n).toBeGreaterThanOrEqual(writer.keptSinceNs());

  const small = createSqliteWriter(db, testPrice, { now, limits: { days: null, maxBytes: 1 } });
  // What is freed last is given back by the next look.
  for (let look = 0; look < 2; look += 1) while (await small.tidy(100));
  expect(small.keptSinceNs()).toBe(((BigInt(NOW) * 1_000_000n) / HOUR_NS) * HOUR_NS - HOUR_NS);
  expect(size()).toBeLessThan(8 * MEGABYTE);
  await small.close();
  expect(checkFile(databaseFile)).toEqual([]);
  remove();
});

it('a shorter time takes effect, a longer one does not bring anything back', async () => {
  const { databaseFile, remove } = temporaryDatabase();
  const now = () => NOW;
  const withDays = (days: number) =>
    createSqliteWriter(openDatabase(databaseFile), testPrice, { now, limits: { days, maxBytes: null } });
  const first = withDays(2);
  await first.write(wide(10, 47));
  while (await first.tidy(100));
  const kept = first.keptSinceNs();
  await first.close();
  const longer = withDays(30);
  while (await longer.tidy(100));
  expect(longer.keptSinceNs()).toBe(kept);
  await longer.close();
  const shorter = withDays(1);
  while (await shorter.tidy(100));
  expect(shorter.keptSinceNs()).toBe(kept + 24n * HOUR_NS);
  expect(await shorter.write(wide(3, 40))).toMatchObject({ tooOld: 3, spansStored: 0 });
  await shorter.close();
  remove();
});

it('loses nothing by a clock that leaps ahead for less than an hour, nor by one that is wrong at the start', async () => {
  const { databaseFile, remove } = temporaryDatabase();
  const host = { now: NOW, elapsed: 0 };
  const open = () =>
    createSqliteWriter(openDatabase(databaseFile), testPrice, {
      now: () => host.now,
      elapsed: () => host.elapsed,
      limits: { days: 30, maxBytes: null },
    });
  const first = open();
  await first.write(wide(5, 1));
  host.now += 400 * 24 * 3_600_000;
  while (await first.tidy(100));
  const kept = first.keptSinceNs();
  expect(kept).toBeLessThan(BigInt(NOW) * 1_000_000n - 29n * 24n * HOUR_NS);
  await first.close();
  const again = open();
  while (await again.tidy(100));
  expect(await again.write(wide(5, 0))).toMatchObject({ tooOld: 0, spansStored: 5 });
  host.elapsed += 3_600_000;
  while (await again.tidy(100));
  expect(again.keptSinceNs()).toBeGreaterThan(BigInt(NOW) * 1_000_000n);
  await again.close();
  remove();
});

it('keeps what a counter said last before the floor, but not of one that was silent for a month before it', async () => {
  const { databaseFile, remove } = temporaryDatabase();
  const db = openDatabase(databaseFile);
  let now = NOW;
  const writer = createSqliteWriter(db, testPrice, { now: () => now, limits: { days: 10, maxBytes: null } });
  const began = async (instance: string, sequence: number, daysAgo: number) => {
    now = NOW - daysAgo * 24 * 3_600_000;
    const startNs = BigInt(now) * 1_000_000n;
    const attributes = { 'faaslens.instance': instance, 'faaslens.sequence': sequence };
    const ids = { traceId: hex(16), spanId: hex(8) };
    await writer.write(batch([invocation({ ...ids, startNs, endNs: startNs + MS, attributes })]));
  };
  const counts = db.prepare<[], number>('SELECT value FROM platform_count ORDER BY value').pluck();
  const executions = db.prepare<[], number>(
    'SELECT executions FROM platform_rollup WHERE step_seconds = 86400 ORDER BY start_seconds',
  );
  await began('gone', 3, 60);
  await began('kept', 4, 60);
  await began('kept', 5, 30);
  now = NOW;
  while (await writer.tidy(100));
  expect(counts.all()).toEqual([5]);
  await began('kept', 7, 0);
  expect(executions.pluck().all()).toEqual([7, 1, 2]);
  await writer.close();
  remove();
});
