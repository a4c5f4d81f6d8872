import { setTimeout as delay } from 'node:timers/promises';
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3';
import type { Prisma } from '@/prisma/generated/client';
import { PrismaClient } from '@/prisma/generated/client';
import { FaaslensError } from '../errors';

/** One connection of Prisma Client to the database file, shared by all settings of a thread. */
export interface Connection {
  readonly prisma: PrismaClient;
  /**
   * Runs changes one after another. Every change goes through here: the adapter has one connection, so a statement
   * beside an open transaction would become part of it and vanish when that one is rolled back. While another program
   * writes it is run again from its start, so its only write is one statement or one transaction.
   */
  change<Result>(work: () => Promise<Result>): Promise<Result>;
  /**
   * As `change`, but rejects with `unavailable` at once when another program writes at that moment: for what may be missed.
   */
  changeIfFree<Result>(work: () => Promise<Result>): Promise<Result>;
  /**
   * Commits all statements or none. They are writes only: SQLite refuses a transaction that read first and writes
   * after another process has committed.
   */
  commit(statements: readonly Prisma.PrismaPromise<unknown>[]): Promise<void>;
  close(): Promise<void>;
}

/** SQLite blocks the thread while it waits for the write lock, and then asks for it ever more seldom: so not for long. */
const BLOCKED_MS = 20;
const ASK_AGAIN_MS = 5;

export async function connect(databaseFile: string, busyTimeoutMs: number): Promise<Connection> {
  const adapter = new PrismaBetterSqlite3({
    url: databaseFile,
    fileMustExist: true,
    timeout: busyTimeoutMs,
  });
  // Longer formats quote the arguments of a failed call, secrets among them.
  const prisma = new PrismaClient({ adapter, errorFormat: 'minimal' });
  try {
    // As core/database/open.ts sets them, and for the same reasons; they hold per connection.
    await prisma.$queryRaw`PRAGMA synchronous = FULL`;
    await prisma.$queryRaw`PRAGMA foreign_keys = ON`;
    await prisma.$queryRaw`PRAGMA cache_size = -1024`;
    // Who writes telemetry keeps the log shorter: waiting for the disk is not for a change of a setting.
    await prisma.$queryRaw`PRAGMA wal_autocheckpoint = 4096`;
  } catch (cause) {
    await prisma.$disconnect();
    throw new FaaslensError('unavailable', `The database ${databaseFile} cannot be opened`, { cause });
  }
  const setBusyTimeout = (ms: number) => prisma.$queryRawUnsafe(`PRAGMA busy_timeout = ${ms}`);
  const attempt = async <Result>(work: () => Promise<Result>, blockedMs: number): Promise<Result> => {
    await setBusyTimeout(blockedMs);
    try {
      return await work();
    } finally {
      await setBusyTimeout(busyTimeoutMs);
    }
  };
  const persist = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    const end = performance.now() + busyTimeoutMs;
    for (;;) {
      try {
        return await attempt(work, Math.min(BLOCKED_MS, busyTimeoutMs));
      } catch (error) {
        if (!isBusy(error) || performance.now() >= end) throw error;
        await delay(ASK_AGAIN_MS);
      }
    }
  };
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const result = last.then(work).catch(translate);
    last = result.catch(() => undefined);
    return result;
  };
  const change = <Result>(work: () => Promise<Result>) => inTurn(() => persist(work));
  return {
    prisma,
    change,
    changeIfFree: (work) => inTurn(() => attempt(work, 0)),
    commit: (statements) =>
      change(async () => {
        await prisma.$transaction([...statements]);
      }),
    async close() {
      await last;
      await prisma.$disconnect();
    },
  };
}

/** Raw statements have one code for all that may go wrong. */
function isBusy(error: unknown): boolean {
  const code = codeOf(error);
  return code === 'P1008' || (code === 'P2010' && `${error}`.includes('database is locked'));
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** Turns Prisma's errors that a caller can act on into ours; the others are defects and stay as they are. */
function translate(error: unknown): never {
  if (isBusy(error))
    throw new FaaslensError('unavailable', 'The database is busy: try again', { cause: error });
  const code = codeOf(error);
  if (code === 'P1001')
    throw new FaaslensError('unavailable', 'The database cannot be reached', { cause: error });
  if (error instanceof Error && /database or disk is full|disk I\/O error/.test(error.message)) {
    throw new FaaslensError('unavailable', 'The disk of the database is full: free some space', {
      cause: error,
    });
  }
  // Two that asked at once found that there was none yet.
  if (code === 'P2002')
    throw new FaaslensError('conflict', 'Somebody else has just made the same: look again', { cause: error });
  if (code === 'P2025') throw new FaaslensError('not_found', 'It does not exist any more', { cause: error });
  throw error;
}
