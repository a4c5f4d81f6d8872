import type Database from 'better-sqlite3';
import { databaseError } from '../../database/errors';
import { openDatabase } from '../../database/open';
import { FaaslensError } from '../../errors';
import type { PriceInvocation } from '../../model/invocation';
import type { TelemetryWriter } from '../store';
import { createBatchStore } from './batch-store';
import { createBlockStore } from './blocks/block-store';

const CACHE_KB = 16 * 1024;
/** Fewer, larger checkpoints: 8192 pages of 8 KiB, the size that the log file is cut back to. */
const CHECKPOINT_PAGES = 2048;

/** Opens a migrated database file for writing telemetry. */
export function openSqliteWriter(
  databaseFile: string,
  price: PriceInvocation,
  now?: () => number,
): TelemetryWriter {
  const db = openDatabase(databaseFile, { cacheKb: CACHE_KB });
  db.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
  return createSqliteWriter(db, price, now);
}

/** Writes telemetry through this connection, which it closes in the end. `now`: milliseconds since the epoch. */
export function createSqliteWriter(
  db: Database.Database,
  price: PriceInvocation,
  now: () => number = Date.now,
): TelemetryWriter {
  const blocks = createBlockStore(db);
  const store = createBatchStore(db, blocks, price, now);

  const withDatabase = <Answer>(ask: () => Answer): Answer => {
    if (!db.open) throw new FaaslensError('unavailable', 'The store is closed');
    try {
      return ask();
    } catch (error) {
      throw databaseError(error, db.name);
    }
  };

  return {
    write: async (batch) => withDatabase(() => store.write(batch)),
    tidy: async (budgetMs) =>
      withDatabase(() => {
        const more = store.settleOverdue();
        return blocks.maintain(budgetMs) || more;
      }),
    async close() {
      db.close();
    },
  };
}
