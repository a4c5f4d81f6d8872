import type Database from 'better-sqlite3';
import { databaseError } from '../../database/errors';
import { openDatabase } from '../../database/open';
import { FaaslensError } from '../../errors';
import type { PriceInvocation } from '../../model/invocation';
import { createPatientClock } from '../patient-clock';
import { KEEP_ALL, type RetentionLimits } from '../retention';
import type { TelemetryWriter, WriteResult } from '../store';
import { createBatchStore } from './batch-store';
import { createBlockStore } from './blocks/block-store';
import {
  CHECKPOINT_SIZES,
  type Checkpointer,
  type Checkpoints,
  createCheckpoints,
} from './checkpoints/checkpoints';
import { createDeleting } from './deletions/deleting';
import { createBatchPacker, type PackedBatch } from './packed/pack-batch';
import { createRetention } from './retention/retention';
import { createThinning } from './thinning/thinning';
import { createWalBound } from './wal-bound';

const CACHE_KB = 12 * 1024;
/** Only a log that readers keep alive gets so long. */
const MAX_WAL_BYTES = 128 * 1024 * 1024;
/** Longer than the reads of screens, short enough for senders. */
const WAL_WAIT_MS = 150;

/** Opens a migrated database file for writing telemetry. */
export function openSqliteWriter(
  databaseFile: string,
  price: PriceInvocation,
  options?: WriterOptions,
): PackedWriter {
  const db = openDatabase(databaseFile, { cacheKb: CACHE_KB });
  db.pragma(`wal_autocheckpoint = ${CHECKPOINT_SIZES.alone}`);
  return createSqliteWriter(db, price, options);
}

/** A writer that takes batches which another thread packed, too. */
export interface PackedWriter extends TelemetryWriter {
  /** As `write`. */
  writePacked(batch: PackedBatch): Promise<WriteResult>;
  /** The same in two steps: reads the batch, which holds up nobody, and answers what writes it. */
  unpack(batch: PackedBatch): () => Promise<WriteResult>;
}

export interface WriterOptions {
  /** Milliseconds since the epoch; the system's clock unless given. */
  readonly now?: () => number;
  /** Milliseconds of a clock that only goes forward: with it, a leap of `now` ahead deletes nothing for an hour. */
  readonly elapsed?: () => number;
  /** Everything is kept without. */
  readonly limits?: RetentionLimits;
  /** Brings the write-ahead log into the file beside the writer, which does it between commits without. It is closed with the writer. */
  readonly checkpointer?: Checkpointer;
  /** Told why it failed; it is asked again after a while. */
  readonly onCheckpointFailed?: (error: unknown) => void;
  /** How long readers may make the write-ahead log before writing waits for them. */
  readonly maxWalBytes?: number;
  /** Full blocks of a group; as many as the block store has unless told, as tests do. */
  readonly groupSize?: number;
}

/** Writes telemetry through this connection, which it closes in the end. */
export function createSqliteWriter(
  db: Database.Database,
  price: PriceInvocation,
  {
    now = Date.now,
    elapsed,
    limits = KEEP_ALL,
    checkpointer,
    onCheckpointFailed = () => {},
    maxWalBytes = MAX_WAL_BYTES,
    groupSize,
  }: WriterOptions = {},
): PackedWriter {
  const pack = createBatchPacker();
  const clock = { now: () => performance.now() };
  const walBound = createWalBound(db, { ...clock, maxBytes: maxWalBytes, waitMs: WAL_WAIT_MS });
  const checkpoints = checkpointer
    ? createCheckpoints(db, checkpointer, { ...clock, isHeld: walBound.isDue, onFailed: onCheckpointFailed })
    : NO_CHECKPOINTS;
  const blocks = createBlockStore(db, groupSize === undefined ? {} : { groupSize });
  const ageNow = elapsed ? createPatientClock({ now, elapsed, lastSeenMs: lastSeenMs(db) }) : now;
  const retention = createRetention(db, blocks, limits, ageNow);
  const store = createBatchStore(db, { blocks, price, now, floorNs: retention.floorNs });
  const deleting = createDeleting(db, store);
  const thinning = createThinning(db, blocks, store, retention.floorNs, ageNow);

  const withDatabase = <Answer>(ask: () => Answer): Answer => {
    if (!db.open) throw new FaaslensError('unavailable', 'The store is closed');
    try {
      const answer = ask();
      checkpoints.look();
      return answer;
    } catch (error) {
      throw databaseError(error, db.name);
    }
  };

  return {
    write: async (batch) => withDatabase(() => store.write(pack(batch))),
    writePacked: async (batch) => withDatabase(() => store.write(batch)),
    unpack(batch) {
      const write = store.unpack(batch);
      return async () => withDatabase(write);
    },
    tidy: async (budgetMs) =>
      withDatabase(() => {
        if (walBound.isDue() && !checkpoints.isRunning()) walBound.cut();
        const end = performance.now() + budgetMs;
        let more = store.settleOverdue();
        // A step comes first: under steady load, blocks are never all in order.
        let fills = store.fillPromoted();
        more = blocks.maintain(Math.max(end - performance.now(), 0)) || more;
        while (fills && !more && performance.now() < end) fills = store.fillPromoted();
        // A step comes at any load: a file that is full must get smaller.
        let removes = retention.step();
        while (removes && !more && performance.now() < end) removes = retention.step();
        let deletes = deleting.step();
        while (deletes && !more && performance.now() < end) deletes = deleting.step();
        let thins = thinning.step();
        while (thins && !more && performance.now() < end) thins = thinning.step();
        return more || fills || removes || deletes || thins;
      }),
    backlog: () => blocks.backlog(),
    keep: thinning.use,
    keptSinceNs: retention.floorNs,
    async close() {
      await checkpoints.stop();
      db.close();
    },
  };
}

const NO_CHECKPOINTS: Checkpoints = { look() {}, isRunning: () => false, async stop() {} };

/** The time of what was stored last; null while nothing is. */
function lastSeenMs(db: Database.Database): number | null {
  const last = db
    .prepare<[], number | null>(
      'SELECT max(coalesce(span_t1, log_t1), coalesce(log_t1, span_t1)) / 1000000 FROM block_meta ORDER BY id DESC LIMIT 1',
    )
    .pluck();
  return last.get() ?? null;
}
