import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3';
import type { Prisma } from '@/prisma/generated/client';
import { PrismaClient } from '@/prisma/generated/client';
import { FaaslensError } from '../errors';

/** One connection of Prisma Client to the database file, shared by all settings of a thread. */
export interface Connection {
  readonly prisma: PrismaClient;
  /**
   * Runs changes one after another. Every change goes through here: the adapter has one connection, so a statement
   * beside an open transaction would become part of it and vanish when that one is rolled back.
   */
  change<Result>(work: () => Promise<Result>): Promise<Result>;
  /**
   * As `change`, but rejects with `unavailable` at once when another program writes at that moment. Waiting for the
   * write lock blocks the whole thread, so a change that may be missed must not do it.
   */
  changeIfFree<Result>(work: () => Promise<Result>): Promise<Result>;
  /**
   * Commits all statements or none. They are writes only: SQLite refuses a transaction that read first and writes
   * after another process has committed.
   */
  commit(statements: readonly Prisma.PrismaPromise<unknown>[]): Promise<void>;
  close(): Promise<void>;
}

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
  } catch (cause) {
    await prisma.$disconnect();
    throw new FaaslensError('unavailable', `The database ${databaseFile} cannot be opened`, { cause });
  }
  let last: Promise<unknown> = Promise.resolve();
  const change = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const result = last.then(work).catch(translate);
    last = result.catch(() => undefined);
    return result;
  };
  const setBusyTimeout = (ms: number) => prisma.$queryRawUnsafe(`PRAGMA busy_timeout = ${ms}`);
  return {
    prisma,
    change,
    changeIfFree: (work) =>
      change(async () => {
        await setBusyTimeout(0);
        try {
          return await work();
        } finally {
          await setBusyTimeout(busyTimeoutMs);
        }
      }),
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

const UNAVAILABLE: Readonly<Record<string, string>> = {
  P1008: 'The database is busy: try again',
  P1001: 'The database cannot be reached',
};

/** Turns Prisma's errors that a caller can act on into ours; the others are defects and stay as they are. */
function translate(error: unknown): never {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const text = UNAVAILABLE[code];
  if (text !== undefined) throw new FaaslensError('unavailable', text, { cause: error });
  // Raw statements have one code for all that may go wrong.
  if (error instanceof Error && code === 'P2010' && error.message.includes('database is locked')) {
    throw new FaaslensError('unavailable', UNAVAILABLE.P1008 ?? '', { cause: error });
  }
  if (error instanceof Error && /database or disk is full|disk I\/O error/.test(error.message)) {
    throw new FaaslensError('unavailable', 'The disk of the database is full: free some space', {
      cause: error,
    });
  }
  if (code === 'P2025')
    throw new FaaslensError('not_found', 'There is no such thing any more', { cause: error });
  throw error;
}
