import { statSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { memoryOfProcess } from '../memory.mjs';

const EVERY_MS = 250;

/** Samples the resident memory of one process, threads included, until it is told to stop; in MB. */
export function watchMemory(pid) {
  const samples = [];
  const timer = setInterval(() => samples.push(memoryOfProcess(pid).rssMb), EVERY_MS);
  return () => {
    clearInterval(timer);
    const mean = (from, to) => {
      const part = samples.slice(Math.floor(samples.length * from), Math.ceil(samples.length * to));
      return part.reduce((sum, value) => sum + value, 0) / part.length;
    };
    return { max: Math.max(...samples), secondThird: mean(1 / 3, 2 / 3), lastThird: mean(2 / 3, 1) };
  };
}

/** What tidying changes; the lease of the alerts, for one, is renewed for ever. */
const TIDIED = `SELECT (SELECT total(seq) FROM sqlite_sequence WHERE name LIKE 'block%') || ' ' ||
  (SELECT count(*) FROM block_meta) || ' ' || (SELECT count(*) FROM block_key)`;

/** Waits until the store was not tidied for so long, or the longest time is over. */
export async function untilQuiet(databaseFile, quietMs, longestMs) {
  const db = new Database(databaseFile, { readonly: true });
  const look = db.prepare(TIDIED).pluck();
  const started = performance.now();
  let last = '';
  let changedAt = started;
  while (performance.now() - changedAt < quietMs && performance.now() - started < longestMs) {
    const now = `${look.get()} ${db.pragma('page_count', { simple: true })}`;
    if (now !== last) changedAt = performance.now();
    last = now;
    await delay(250);
  }
  db.close();
  return performance.now() - started;
}

/** Bytes of the database after a checkpoint, and how many of them are in free pages. Nobody else may have it open. */
export function sizeOnDisk(databaseFile) {
  const db = new Database(databaseFile);
  db.pragma('wal_checkpoint(TRUNCATE)');
  const free = db.pragma('freelist_count', { simple: true }) * db.pragma('page_size', { simple: true });
  const integrity = db.pragma('quick_check', { simple: true });
  db.close();
  if (integrity !== 'ok') throw new Error(`the database is damaged: ${integrity}`);
  return { bytes: statSync(databaseFile).size, free };
}
