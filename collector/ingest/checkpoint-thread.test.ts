import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { openDatabase } from '@/core/database/open';
import { checkpointThread } from './checkpoint-thread';
import { buildWorker, newDatabase } from './testing/worker-file';

let built: Awaited<ReturnType<typeof buildWorker>>;
let file: string;
let database: ReturnType<typeof newDatabase>;
let db: ReturnType<typeof openDatabase>;

beforeAll(async () => {
  built = await buildWorker();
  file = join(dirname(built.workerFile), 'checkpoint-worker.js');
});
afterAll(() => built.remove());
beforeEach(() => {
  database = newDatabase();
  db = openDatabase(database.databaseFile);
  db.pragma('wal_autocheckpoint = 0');
  db.exec('CREATE TABLE t (x)');
});
afterEach(() => {
  db.close();
  database.remove();
});

const write = () => db.prepare('INSERT INTO t VALUES (zeroblob(1000000))').run();
const fileSize = () => statSync(database.databaseFile).size;

it('brings the log into the file from a thread of its own, which ends when it is closed', async () => {
  const before = fileSize();
  const thread = checkpointThread(file, database.databaseFile);
  write();
  await thread.pass();
  expect(fileSize()).toBeGreaterThan(before + 1_000_000);
  await thread.close();
  write();
  await thread.close();
});

it('tells what the thread died of, and starts another one for the next pass', async () => {
  const good = readFileSync(file);
  writeFileSync(file, `throw new Error('no driver here');`);
  const thread = checkpointThread(file, database.databaseFile);
  try {
    await expect(thread.pass()).rejects.toThrow('no driver here');
  } finally {
    writeFileSync(file, good);
  }
  const before = fileSize();
  write();
  await thread.pass();
  expect(fileSize()).toBeGreaterThan(before + 1_000_000);
  await thread.close();
});
