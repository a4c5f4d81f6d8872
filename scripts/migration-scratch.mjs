// A throw-away database that holds what the migrations so far make.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';

/** @returns {string[]} names of the migration folders, oldest first; none when there is no such folder */
export function migrationNames(migrationsDir) {
  if (!existsSync(migrationsDir)) return [];
  return readdirSync(migrationsDir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

/**
 * Applies every migration to a new file, calls `use` with its path and removes it.
 * @throws Error that names the migration whose SQL fails
 */
export async function withScratch(migrationsDir, use) {
  const folder = mkdtempSync(join(tmpdir(), 'faaslens-migration-'));
  const file = join(folder, 'scratch.db');
  try {
    const db = new Database(file);
    try {
      for (const name of migrationNames(migrationsDir)) {
        try {
          db.exec(readFileSync(join(migrationsDir, name, 'migration.sql'), 'utf8'));
        } catch (cause) {
          throw new Error(`${name}: ${cause.message}`, { cause });
        }
      }
      hideWhatPrismaCannotSay(db);
    } finally {
      db.close();
    }
    return await use(file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Full-text tables (with their shadow tables), triggers and partial or expression indexes are SQL of ours alone. */
function hideWhatPrismaCannotSay(db) {
  const drop = (type, where) => {
    const names = db.prepare(`SELECT name FROM sqlite_schema WHERE type = ? AND ${where}`).pluck().all(type);
    for (const name of names) db.exec(`DROP ${type} "${name.replaceAll('"', '""')}"`);
  };
  drop('trigger', '1');
  drop('table', "sql LIKE 'CREATE VIRTUAL TABLE%'");
  drop('view', '1');
  const own = `name IN (SELECT i.name FROM sqlite_schema t, pragma_index_list(t.name) i WHERE t.type = 'table'
    AND (i.partial OR EXISTS (SELECT 1 FROM pragma_index_info(i.name) c WHERE c.name IS NULL)))`;
  drop('index', own);
}
