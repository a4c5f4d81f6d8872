import { databaseError } from '../../../database/errors';
import { openDatabase } from '../../../database/open';

/** It reads pages of the log, which no cache holds. */
const CACHE_KB = 64;

/** A connection that only brings the write-ahead log into the file. */
export interface OpenCheckpointer {
  /**
   * Brings as much of the log into the file as readers let it, and waits for nobody: nobody waits for it either.
   * @throws FaaslensError `unavailable` when the disk is full or cannot be written
   */
  pass(): void;
  close(): void;
}

/**
 * Opens a migrated database file for that, in the calling thread.
 * @throws FaaslensError `unavailable` when the file cannot be opened.
 */
export function openCheckpointer(databaseFile: string): OpenCheckpointer {
  const db = openDatabase(databaseFile, { cacheKb: CACHE_KB });
  const checkpoint = db.prepare('PRAGMA wal_checkpoint(PASSIVE)');
  return {
    pass() {
      try {
        checkpoint.get();
      } catch (error) {
        throw databaseError(error, databaseFile);
      }
    },
    close() {
      db.close();
    },
  };
}
