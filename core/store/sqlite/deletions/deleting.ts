import type Database from 'better-sqlite3';
import { isFaaslensError } from '../../../errors';
import type { DeletionQuery } from '../../deletions';
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
  /** Deletions of what lies in damaged blocks: they wait for a whole file, and hold up nothing else. */
  const unreadable = new Set<number>();

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

  /** Some of what is left to be removed, or that nothing is. */
  const removeSome = (no: number, query: DeletionQuery): void => {
    const doomed = find(query, TRACES_AT_ONCE);
    const isOver = doomed.traceIds.size + doomed.looseLogs.length + doomed.orphans.size === 0;
    if (isOver) {
      removeUnused();
      store.forget();
      rows.purge(no, query);
      return;
    }
    const { traces, invocations, looseLogs } = store.remove(doomed);
    rows.count(no, traces, invocations, looseLogs);
  };

  return {
    step() {
      const job = rows.next(unreadable);
      if (job === null) return false;
      if (job.state === 'purging') return purge(job.no);
      try {
        removeSome(job.no, job.query);
      } catch (error) {
        if (!isFaaslensError(error)) throw error;
        unreadable.add(job.no);
      }
      return true;
    },
  };
}
