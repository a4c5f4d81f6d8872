import type Database from 'better-sqlite3';

/** Brings the write-ahead log into the file beside the connection that writes. */
export interface Checkpointer {
  /** Does so once, as far as readers let it; rejects when it failed. One at a time. */
  pass(): Promise<void>;
  close(): Promise<void>;
}

/** In pages of the log. */
export interface CheckpointSizes {
  /** So many that are new are worth a pass. */
  readonly pass: number;
  /** A log of so many should start anew. */
  readonly restart: number;
  /** From here on the writer does it all by itself after each commit. */
  readonly most: number;
  /** The same while passes fail. */
  readonly alone: number;
}

/** 4, 16, 64 and 16 MiB of pages of 8 KiB. */
export const CHECKPOINT_SIZES: CheckpointSizes = { pass: 512, restart: 2048, most: 8192, alone: 2048 };

export interface CheckpointsOptions {
  readonly sizes?: CheckpointSizes;
  /** Whether the log is to be left alone now. */
  readonly isHeld: () => boolean;
  /** Milliseconds on any clock that only goes forward. */
  readonly now: () => number;
  /** Told why a pass failed; writing goes on. */
  readonly onFailed: (error: unknown) => void;
}

export interface Checkpoints {
  /** To be called when something was written, outside transactions. */
  look(): void;
  /** Whether a pass is under way: nobody else can make a checkpoint meanwhile. */
  isRunning(): boolean;
  /** Resolves when no pass is under way any more; none will be. Closes what does them. */
  stop(): Promise<void>;
}

/** What the writer does itself of a log that should start anew: it writes and syncs so much while senders wait. */
const REST_SHARE = 1 / 4;
/** Each is shorter than the one before, as long as less is written meanwhile. */
const PASSES_AT_ONCE = 3;
const FAILED_REST_MS = 5_000;

/**
 * Has the write-ahead log brought into the file, early and often, by another connection, for which the writer never waits.
 * SQLite starts the log anew at the first write that finds all of it in the file: under load there are always some pages
 * more, so the writer brings in the last ones itself, when they are few. Fails the other one, it does all of it.
 */
export function createCheckpoints(
  db: Database.Database,
  checkpointer: Checkpointer,
  { sizes = CHECKPOINT_SIZES, isHeld, now, onFailed }: CheckpointsOptions,
): Checkpoints {
  const standing = prepareStanding(db);
  const doByItself = (pages: number) => db.pragma(`wal_autocheckpoint = ${pages}`);
  let running: Promise<void> | null = null;
  let isStopped = false;
  let notBefore = Number.NEGATIVE_INFINITY;
  /** How long the log was when passes ended: what a reader kept out of the file is not asked for again at once. */
  let endedAt = 0;

  const passes = async (): Promise<void> => {
    for (let count = 0; count < PASSES_AT_ONCE && !isStopped && !isHeld(); count += 1) {
      const before = standing();
      await checkpointer.pass();
      const { pages, filed } = standing();
      const rest = pages - filed;
      if (pages < sizes.restart || rest === 0) return;
      // What the first one wrote is on disk for sure only when nothing was written meanwhile; the second one is short.
      if (count > 0 && rest <= pages * REST_SHARE) {
        db.pragma('wal_checkpoint(PASSIVE)');
        return;
      }
      if (filed < before.pages) return;
    }
  };

  const run = async (): Promise<void> => {
    try {
      await passes();
      doByItself(sizes.most);
    } catch (error) {
      notBefore = now() + FAILED_REST_MS;
      doByItself(sizes.alone);
      onFailed(error);
    }
    endedAt = standing().pages;
    running = null;
  };

  doByItself(sizes.most);
  return {
    look() {
      if (running || isStopped || now() < notBefore || isHeld()) return;
      const { pages, filed } = standing();
      if (pages < endedAt) endedAt = 0;
      if (pages - Math.max(filed, endedAt) >= sizes.pass) running = run();
    },
    isRunning: () => running !== null,
    async stop() {
      isStopped = true;
      await running;
      await checkpointer.close();
    },
  };
}

/** How many pages the log has, and how many of them are in the file; none when nobody can say just now. Costs microseconds. */
export function prepareStanding(
  db: Database.Database,
): () => { readonly pages: number; readonly filed: number } {
  const ask = db.prepare<[], { log: number; checkpointed: number }>('PRAGMA wal_checkpoint(NOOP)');
  return () => {
    try {
      const { log = 0, checkpointed = 0 } = ask.get() ?? {};
      return { pages: Math.max(log, 0), filed: Math.max(checkpointed, 0) };
    } catch {
      return { pages: 0, filed: 0 };
    }
  };
}
