import { statSync } from 'node:fs';
import type Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openDatabase } from '../../../database/open';
import { temporaryDatabase } from '../temporary-database';
import { type Checkpoints, createCheckpoints, prepareStanding } from './checkpoints';
import { type OpenCheckpointer, openCheckpointer } from './open-checkpointer';

const SIZES = { pass: 16, restart: 64, most: 4096, alone: 64 };
const PAGES_A_WRITE = 8;

let database: ReturnType<typeof temporaryDatabase>;
let db: Database.Database;
let other: OpenCheckpointer;
let checkpoints: Checkpoints;
/** Passes begun; what the next one waits for, and the error that it meets. */
let passes = 0;
let meanwhile: () => Promise<void> | void = () => {};
let clock = 0;
const failures: unknown[] = [];

beforeEach(() => {
  database = temporaryDatabase();
  db = openDatabase(database.databaseFile);
  db.pragma('synchronous = OFF');
  db.exec('CREATE TABLE t (x)');
  db.pragma('wal_checkpoint(TRUNCATE)');
  other = openCheckpointer(database.databaseFile);
  passes = 0;
  meanwhile = () => {};
  clock = 0;
  failures.length = 0;
  checkpoints = createCheckpoints(
    db,
    {
      async pass() {
        passes += 1;
        await meanwhile();
        other.pass();
      },
      close: async () => other.close(),
    },
    { sizes: SIZES, isHeld: () => false, now: () => clock, onFailed: (error) => failures.push(error) },
  );
});
afterEach(async () => {
  await checkpoints.stop();
  db.close();
  database.remove();
});

const standing = () => prepareStanding(db)();
const rows = () => db.prepare('SELECT count(*) FROM t').pluck().get();

function write(): void {
  db.prepare('INSERT INTO t VALUES (zeroblob(?))').run(PAGES_A_WRITE * 8192);
  checkpoints.look();
}

/** Until nothing is under way. */
async function settled(): Promise<void> {
  while (checkpoints.isRunning()) await new Promise((resolve) => setImmediate(resolve));
}

it('brings what is new into the file before the log is long, and not every write asks for it', async () => {
  write();
  expect(checkpoints.isRunning()).toBe(false);
  write();
  write();
  await settled();
  expect(passes).toBe(1);
  expect(standing()).toEqual({ pages: standing().pages, filed: standing().pages });
});

it('starts the log anew under writes that never stop, with a little work of the writer', async () => {
  // While each pass is under way more is written, so that it never finds the end.
  meanwhile = () => {
    db.prepare('INSERT INTO t VALUES (zeroblob(8192))').run();
    return Promise.resolve();
  };
  let [before, longest, restarts] = [0, 0, 0];
  for (let count = 0; count < 60; count += 1) {
    write();
    await settled();
    const { pages } = standing();
    if (pages < before) restarts += 1;
    longest = Math.max(longest, pages);
    before = pages;
  }
  expect(restarts).toBeGreaterThanOrEqual(4);
  expect(longest).toBeLessThan(3 * SIZES.restart);
  expect(rows()).toBe(60 + passes);
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
});

it('writes on while a pass takes long, asks for no other one, and leaves no checkpoint to the writer', async () => {
  let end = () => {};
  meanwhile = () =>
    new Promise((resolve) => {
      end = resolve;
    });
  for (let count = 0; count < 20; count += 1) write();
  expect(passes).toBe(1);
  expect(rows()).toBe(20);
  expect(standing()).toMatchObject({ filed: 0 });
  meanwhile = () => {};
  end();
  await settled();
  write();
  expect(standing().pages).toBeLessThan(SIZES.restart);
});

it('asks only for what came since when a reader keeps the rest out of the file', async () => {
  const reader = openDatabase(database.databaseFile, { readonly: true });
  reader.exec('BEGIN');
  reader.prepare('SELECT count(*) FROM t').get();
  for (let count = 0; count < 40; count += 1) {
    write();
    await settled();
  }
  expect(passes).toBeLessThanOrEqual((40 * (PAGES_A_WRITE + 1)) / SIZES.pass + 1);
  reader.close();
  write();
  write();
  await settled();
  write();
  expect(standing().pages).toBeLessThan(SIZES.restart);
});

it('tells why a pass failed, lets the writer do it alone, and asks again after a while', async () => {
  const full = new Error('the disk is full');
  meanwhile = () => Promise.reject(full);
  for (let count = 0; count < 20; count += 1) {
    write();
    await settled();
  }
  expect(failures).toEqual([full]);
  expect(standing().pages).toBeLessThan(2 * SIZES.alone);
  expect(statSync(database.databaseFile).size).toBeGreaterThan(10 * PAGES_A_WRITE * 8192);
  meanwhile = () => {};
  clock += 5_000;
  while (passes < 2) {
    write();
    await settled();
  }
  expect(failures).toHaveLength(1);
  expect(db.pragma('wal_autocheckpoint', { simple: true })).toBe(SIZES.most);
});

it('begins no pass any more once it has stopped, and stops when the last one is over', async () => {
  let end = () => {};
  meanwhile = () =>
    new Promise((resolve) => {
      end = resolve;
    });
  for (let count = 0; count < 4; count += 1) write();
  let hasStopped = false;
  const stopped = checkpoints.stop().then(() => {
    hasStopped = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect(hasStopped).toBe(false);
  end();
  await stopped;
  for (let count = 0; count < 4; count += 1) write();
  expect(passes).toBe(1);
});
