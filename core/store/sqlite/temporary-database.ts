import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { migrate } from '../../database/migrate';
import { openDatabase } from '../../database/open';

const MIGRATIONS = fileURLToPath(new URL('../../../prisma/migrations', import.meta.url));

/** For tests: a migrated, empty database file in a folder of its own. */
export function temporaryDatabase(): { readonly databaseFile: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'faaslens-store-'));
  const databaseFile = join(folder, 'faaslens.db');
  const db = openDatabase(databaseFile);
  migrate(db, MIGRATIONS);
  db.close();
  return { databaseFile, remove: () => rmSync(folder, { recursive: true }) };
}
