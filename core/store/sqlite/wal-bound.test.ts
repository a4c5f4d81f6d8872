import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openDatabase } from '../../database/open';
import { MS, span, T0_NS } from '../contract/fixtures';
import type { TelemetryWriter } from '../store';
import { temporaryDatabase } from './temporary-database';
import { createSqliteWriter } from './writer';

/** So long the log gets when nobody reads, and so long readers may make it. */
const USUAL_BYTES = 1024 * 1024;
const MOST_BYTES = 2 * USUAL_BYTES;
const BATCH_SPANS = 50;

/** Reads in a thread of its own: `hold` begins a read, `relay` keeps beginning another before it ends the one before. */
const READER = `
  const { parentPort, workerData } = require('node:worker_threads');
  const Database = require('better-sqlite3');
  const dbs = [0, 1].map(() => new Database(workerData, { readonly: true }));
  const begin = (db) => { db.exec('BEGIN'); db.prepare('SELECT count(*) FROM block').get(); };
  let at = 0;
  let timer;
  parentPort.on('message', (what) => {
    if (what === 'hold') begin(dbs[at]);
    if (what === 'relay') {
      begin(dbs[at]);
      timer = setInterval(() => {
        at = 1 - at;
        begin(dbs[at]);
        dbs[1 - at].exec('COMMIT');
      }, 15);
    }
    if (what === 'end') {
      clearInterval(timer);
      dbs[at].exec('COMMIT');
    }
    parentPort.postMessage(what);
  });
`;

/** Makes checkpoints in a thread of its own. */
const CHECKPOINTER = `
  const { parentPort, workerData } = require('node:worker_threads');
  const db = new (require('better-sqlite3'))(workerData);
  parentPort.on('message', () => {
    db.pragma('wal_checkpoint(PASSIVE)');
    parentPort.postMessage('done');
  });
`;

let database: ReturnType<typeof temporaryDatabase>;
let db: Database.Database;
let writer: TelemetryWriter;
let reader: Worker;
let written = 0;

beforeEach(() => {
  written = 0;
  database = temporaryDatabase();
  db = openDatabase(database.databaseFile);
  db.pragma(`wal_autocheckpoint = ${USUAL_BYTES / 8192}`);
  db.pragma(`journal_size_limit = ${USUAL_BYTES}`);
  db.pragma('synchronous = OFF');
  writer = createSqliteWriter(db, noPrice, { maxWalBytes: MOST_BYTES });
  reader = new Worker(READER, { eval: true, workerData: database.databaseFile });
});
afterEach(async () => {
  await reader.terminate();
  await writer.close();
  database.remove();
});

function noPrice(): never {
  throw new Error('nothing to price');
}

async function tell(what: 'hold' | 'relay' | 'end'): Promise<void> {
  reader.postMessage(what);
  await once(reader, 'message');
}

/** Some 200 KB. */
async function write(): Promise<void> {
  const spans = Array.from({ length: BATCH_SPANS }, () => {
    written += 1;
    return span({
      traceId: randomBytes(16).toString('hex'),
      spanId: randomBytes(8).toString('hex'),
      startNs: T0_NS + BigInt(written) * MS,
      attributes: { noise: randomBytes(3000).toString('base64') },
    });
  });
  await writer.write({ spans, logs: [] });
}

const walBytes = () => statSync(`${database.databaseFile}-wal`).size;

it('a read that takes long lets the log grow, and once it is over the log is as short as ever', async () => {
  await tell('hold');
  for (let batch = 0; batch < 30; batch += 1) {
    await write();
    await writer.tidy(0);
  }
  expect(walBytes()).toBeGreaterThan(2 * MOST_BYTES);
  await tell('end');
  await write();
  await write();
  expect(walBytes()).toBeLessThanOrEqual(USUAL_BYTES + 300_000);
  expect(db.prepare('SELECT sum(spans) FROM block_meta').pluck().get()).toBe(written);
});

it('reads without a gap between them do not keep the log alive', async () => {
  await tell('relay');
  let [before, cuts] = [0, 0];
  for (let batch = 0; batch < 600 && cuts < 2; batch += 1) {
    await write();
    await writer.tidy(0);
    const now = walBytes();
    if (before > MOST_BYTES && now < USUAL_BYTES) cuts += 1;
    before = now;
  }
  expect(cuts).toBe(2);
  await tell('end');
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
  expect(db.prepare('SELECT sum(spans) FROM block_meta').pluck().get()).toBe(written);
});

it('reads without a gap do not keep the log alive while another thread makes the checkpoints either', async () => {
  const most = 5 * USUAL_BYTES;
  const thread = new Worker(CHECKPOINTER, { eval: true, workerData: database.databaseFile });
  let passes = 0;
  const checkpointer = {
    async pass() {
      passes += 1;
      thread.postMessage('pass');
      await once(thread, 'message');
    },
    close: async () => void (await thread.terminate()),
  };
  writer = createSqliteWriter(db, noPrice, { maxWalBytes: most, checkpointer });
  await tell('relay');
  let [before, isCut] = [0, false];
  for (let batch = 0; batch < 600 && !isCut; batch += 1) {
    await write();
    await writer.tidy(0);
    await new Promise((resolve) => setImmediate(resolve));
    const now = walBytes();
    isCut = before > most && now < USUAL_BYTES;
    before = now;
  }
  expect(isCut).toBe(true);
  expect(passes).toBeGreaterThan(0);
  await tell('end');
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
  expect(db.prepare('SELECT sum(spans) FROM block_meta').pluck().get()).toBe(written);
});
