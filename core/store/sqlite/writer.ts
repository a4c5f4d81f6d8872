import type Database from 'better-sqlite3';
import { databaseError } from '../../database/errors';
import { openDatabase } from '../../database/open';
import { FaaslensError } from '../../errors';
import type { PriceInvocation } from '../../model/invocation';
import type { TelemetryBatch } from '../../model/telemetry';
import type { TelemetryWriter, WriteResult } from '../store';
import { createFunctionTable } from './function-table';
import { createInvocationTable } from './invocation-table';
import { createLogTable } from './log-table';
import { createResourceTable } from './resource-table';
import { createRollupTable } from './rollup-table';
import { createSpanTable } from './span-table';
import { createTraceTable } from './trace-table';

const CACHE_KB = 16 * 1024;
/** Fewer, larger checkpoints: 8192 pages of 8 KiB, the size that the log file is cut back to. */
const CHECKPOINT_PAGES = 8192;

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
  const store = createBatchStore(db, price, now);
  return {
    async write(batch) {
      if (!db.open) throw new FaaslensError('unavailable', 'The store is closed');
      try {
        return store.write(batch);
      } catch (error) {
        store.forget();
        throw databaseError(error, db.name);
      }
    },
    async close() {
      db.close();
    },
  };
}

function createBatchStore(db: Database.Database, price: PriceInvocation, now: () => number) {
  const resources = createResourceTable(db);
  const spans = createSpanTable(db, resources);
  const traces = createTraceTable(db, spans);
  const invocations = createInvocationTable(db, spans, price);
  const functions = createFunctionTable(db, spans, now);
  const rollups = createRollupTable(db);
  const logs = createLogTable(db, resources);

  const writeAll = db.transaction((batch: TelemetryBatch): WriteResult => {
    const { changes, repeated: spansRepeated, refused: spansRefused } = spans.store(batch.spans);
    const changed = changes.map((change) => invocations.refresh(change, !traces.refresh(change)));
    functions.refresh(changed);
    rollups.apply(changed);
    const { repeated: logsRepeated } = logs.store(batch.logs);
    return {
      spansStored: batch.spans.length - spansRepeated - spansRefused,
      spansRepeated,
      spansRefused,
      logsStored: batch.logs.length - logsRepeated,
      logsRepeated,
    };
  });
  return { write: writeAll.immediate, forget: resources.forget };
}
