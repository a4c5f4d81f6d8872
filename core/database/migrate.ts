import { randomUUID } from 'node:crypto';
import type Database from 'better-sqlite3';
import { FaaslensError } from '../errors';
import { databaseError } from './errors';
import { type Migration, readMigrations } from './migrations';
import { BUSY_TIMEOUT_MS } from './open';

/** Prisma's own table, so that its tools can read this history. */
const HISTORY = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
    "id"                    TEXT PRIMARY KEY NOT NULL,
    "checksum"              TEXT NOT NULL,
    "finished_at"           DATETIME,
    "migration_name"        TEXT NOT NULL,
    "logs"                  TEXT,
    "rolled_back_at"        DATETIME,
    "started_at"            DATETIME NOT NULL DEFAULT current_timestamp,
    "applied_steps_count"   INTEGER UNSIGNED NOT NULL DEFAULT 0
)`;

/** Another process may be running a long migration. */
const MIGRATION_WAIT_MS = 120_000;

interface HistoryRow {
  readonly migration_name: string;
  readonly checksum: string;
  readonly finished_at: string | null;
}

/**
 * Applies the folder's pending migrations. Each migration and its entry in `_prisma_migrations` are one transaction, so a crash
 * leaves it either done or not begun; processes that start at the same time take turns.
 * @returns the names of the migrations that this call applied, oldest first
 * @throws FaaslensError `conflict` when the database is newer than the program, holds another application's tables, or has a
 * migration that failed or was changed since; `unavailable` when it cannot be written.
 */
export function migrate(
  db: Database.Database,
  migrationsDir: string,
  now: () => Date = () => new Date(),
): { applied: string[] } {
  const migrations = readMigrations(migrationsDir);
  const applied: string[] = [];
  try {
    if (nextMigration(db, migrations) === null) return { applied };
    db.pragma(`busy_timeout = ${MIGRATION_WAIT_MS}`);
    // No effect inside a transaction. Left on, rebuilding a table would delete the rows that refer to it.
    db.pragma('foreign_keys = OFF');
    for (;;) {
      const name = applyNext(db, migrations, now);
      if (name === null) return { applied };
      applied.push(name);
    }
  } catch (error) {
    throw databaseError(error, db.name);
  } finally {
    db.pragma('foreign_keys = ON');
    db.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`);
  }
}

/**
 * Whether every migration of the folder is applied.
 * @throws FaaslensError `conflict` as `migrate` does.
 */
export function isUpToDate(db: Database.Database, migrationsDir: string): boolean {
  return nextMigration(db, readMigrations(migrationsDir)) === null;
}

function applyNext(db: Database.Database, migrations: readonly Migration[], now: () => Date): string | null {
  db.exec('BEGIN IMMEDIATE');
  try {
    // Checked again under the lock: another process may have applied it in the meantime.
    const migration = nextMigration(db, migrations);
    if (migration !== null) {
      const startedAt = isoTime(now());
      db.exec(HISTORY);
      db.exec(migration.sql);
      if (!db.inTransaction) throw new Error(`migration ${migration.name} ends the transaction it runs in`);
      if (db.prepare('PRAGMA foreign_key_check').all().length > 0) {
        throw new Error(`migration ${migration.name} leaves rows that refer to missing ones`);
      }
      db.prepare(
        `INSERT INTO _prisma_migrations (id, checksum, finished_at, migration_name, started_at, applied_steps_count)
         VALUES (?, ?, ?, ?, ?, 1)`,
      ).run(randomUUID(), migration.checksum, isoTime(now()), migration.name, startedAt);
    }
    db.exec('COMMIT');
    return migration?.name ?? null;
  } catch (error) {
    if (db.inTransaction) db.exec('ROLLBACK');
    throw error;
  }
}

/** The oldest pending migration, or null; refuses a history that does not match the program. */
function nextMigration(db: Database.Database, migrations: readonly Migration[]): Migration | null {
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  const history = readHistory(db);
  const newest = migrations.at(-1)?.name ?? '';
  for (const row of history) {
    const migration = known.get(row.migration_name);
    if (migration === undefined) {
      throw new FaaslensError(
        'conflict',
        `The database ${db.name} is newer than this Faaslens: it has ${row.migration_name}, this program knows up to ${newest}. Start the newer version, or set FAASLENS_DATA_DIR to another folder`,
      );
    }
    if (row.finished_at === null) {
      throw new FaaslensError(
        'conflict',
        `The migration ${row.migration_name} of ${db.name} did not finish: restore the backup made before it`,
      );
    }
    if (row.checksum !== migration.checksum) {
      throw new FaaslensError(
        'conflict',
        `The migration ${row.migration_name} was changed after ${db.name} applied it: restore the file as it was and put the change into a new migration`,
      );
    }
  }
  const done = new Set(history.map((row) => row.migration_name));
  return migrations.find((migration) => !done.has(migration.name)) ?? null;
}

function readHistory(db: Database.Database): readonly HistoryRow[] {
  const tables = db
    .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    .pluck()
    .all();
  if (tables.includes('_prisma_migrations')) {
    return db
      .prepare<[], HistoryRow>(
        `SELECT migration_name, checksum, finished_at FROM _prisma_migrations
         WHERE rolled_back_at IS NULL ORDER BY migration_name`,
      )
      .all();
  }
  if (tables.length === 0) return [];
  throw new FaaslensError(
    'conflict',
    `${db.name} belongs to another program (it has the table ${tables[0]}): set FAASLENS_DATA_DIR to another folder`,
  );
}

function isoTime(date: Date): string {
  return date.toISOString().replace('Z', '+00:00');
}
