import { statSync } from 'node:fs';
import type Database from 'better-sqlite3';
import { BUSY_TIMEOUT_MS } from '../../database/open';

export interface WalBoundOptions {
  /** The log may have so many bytes before anything is done. */
  readonly maxBytes: number;
  /** How long writers may wait for readers to finish, each time. */
  readonly waitMs: number;
  /** Milliseconds on any clock that only goes forward. */
  readonly now: () => number;
}

export interface WalBound {
  /** Whether the log is too long, and it is time to do something about it. */
  isDue(): boolean;
  /** Makes writers wait until it is cut, but not for long. Outside transactions, while nobody else makes a checkpoint. */
  cut(): void;
}

/** A bound that cannot be kept is tried again after so many times what trying took: a twentieth of the time at most. */
const REST = 20;

/**
 * Keeps the write-ahead log from growing for ever. SQLite starts it anew by itself, but only in a moment when nobody
 * reads; where one read begins before another one ends there is no such moment. Then writers have to wait for one:
 * while nothing is written, new readers need the log no more, and those before them come to their end. For the
 * connection that writes.
 */
export function createWalBound(db: Database.Database, { maxBytes, waitMs, now }: WalBoundOptions): WalBound {
  let notBefore = Number.NEGATIVE_INFINITY;
  return {
    isDue: () => now() >= notBefore && walBytes(db) > maxBytes,
    cut() {
      const start = now();
      truncateLog(db, waitMs);
      notBefore = now() + REST * (now() - start);
    },
  };
}

/**
 * Writes the log back into the file and empties it; waits so long for readers, and answers whether none was in the way.
 * Nothing else is written meanwhile.
 */
export function truncateLog(db: Database.Database, waitMs: number): boolean {
  db.pragma(`busy_timeout = ${waitMs}`);
  try {
    const [{ busy } = { busy: 1 }] = db.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
    return busy === 0;
  } finally {
    db.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`);
  }
}

function walBytes(db: Database.Database): number {
  return statSync(`${db.name}-wal`, { throwIfNoEntry: false })?.size ?? 0;
}
