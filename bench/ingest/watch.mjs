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

/** Waits until nothing was committed to the database for so long, or the longest time is over. */
export async function untilQuiet(databaseFile, quietMs, longestMs) {
  const db = new Database(databaseFile, { readonly: true });
  const started = performance.now();
  let version = db.pragma('data_version', { simple: true });
  let changedAt = started;
  while (performance.now() - changedAt < quietMs && performance.now() - started < longestMs) {
    await delay(250);
    const now = db.pragma('data_version', { simple: true });
    if (now !== version) changedAt = performance.now();
    version = now;
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
