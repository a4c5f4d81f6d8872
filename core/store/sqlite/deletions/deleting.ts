import type Database from 'better-sqlite3';
import type { BatchStore } from '../batch-store';
import { truncateLog } from '../wal-bound';
import { prepareDeletionRows } from './deletion-rows';
import { prepareFindDoomed } from './find-doomed';
import { prepareUnused } from './unused';
import { prepareUnusedTexts } from './unused-texts';

/** Carries out what people asked to be deleted, a little at a time. */
export interface Deleting {
  /** Does one piece of work; answers whether there was any. Not inside a transaction. */
  step(): boolean;
}

/** One transaction, which reads and writes the blocks of so many traces. */
const TRACES_AT_ONCE = 50;
const PAGES_AT_ONCE = 128;
/** For readers, while senders wait too: what is deleted has time. */
const WAIT_MS = 10;

export function createDeleting(
  db: Database.Database,
  store: Pick<BatchStore, 'remove' | 'forget' | 'doubtTexts'>,
): Deleting {
  // A cell that goes is overwritten where it lay, which costs no further write; whole pages are given back below.
  db.pragma('secure_delete = FAST');
  const rows = prepareDeletionRows(db);
  const find = prepareFindDoomed(db);
  const removeUnused = prepareUnused(db);
  const unusedTexts = prepareUnusedTexts(db, { doubt: store.doubtTexts, forget: store.forget });
  /** The deletion whose texts are gone. */
  let wiped: number | null = null;

  /** Until the file and its log hold no page that was freed; a reader that is under way puts it off. */
  const purge = (no: number): boolean => {
    if (wiped !== no) {
      if (!unusedTexts.step()) wiped = no;
      return true;
    }
    const free = Number(db.pragma('freelist_count', { simple: true }));
    if (free > 0) {
      db.pragma(`incremental_vacuum(${PAGES_AT_ONCE})`);
      return true;
    }
    if (truncateLog(db, WAIT_MS)) rows.finish(no);
    return false;
  };

  return {
    step() {
      const job = rows.next();
      if (job === null) return false;
      if (job.state === 'purging') return purge(job.no);
      const doomed = find(job.query, TRACES_AT_ONCE);
      const isOver = doomed.traceIds.size + doomed.looseLogs.length + doomed.orphans.size === 0;
      if (isOver) {
        removeUnused();
        store.forget();
        rows.purge(job.no, job.query);
        return true;
      }
      const { traces, invocations, looseLogs } = store.remove(doomed);
      rows.count(job.no, traces, invocations, looseLogs);
      return true;
    },
  };
}
